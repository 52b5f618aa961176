import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openDatabase } from '../../src/db/orm.ts';
import { ask, messagesOf, textOf } from '../support/conversation.ts';
import { assertInvariants } from '../support/invariants.ts';
import { countedWords, followToTheEnd, slowly, within } from '../support/streams.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { startInstances, type TestInstances } from '../support/test-instances.ts';

/** All of them shorter together; the lock is held for twice as long as a lease, or as anybody is patient. */
const times = { lease: 3_000, beat: 1_000, ask: 500, patience: 3_000, retry: 250 };
const LOCKED_SECONDS = 7;
const POOL = 2;
const WORDS = 30;

describe.skipIf(!inject('templateDatabase'))('an instance without a free connection, while a table is locked', () => {
  let instances: TestInstances;
  let other: Client;

  beforeAll(async () => {
    const own = await createTestDatabase();
    const url = own.settings['DATABASE_URL']!;
    instances = await startInstances(2, {}, { ...own, open: () => openDatabase({ url, poolSize: POOL }) }, times);
    other = new Client(url);
    await other.connect();
  });
  afterAll(async () => {
    await other.end();
    await instances.close();
  });

  it.each(['token_usages', 'messages', 'runs'])('tells what is stored: %s', async (table) => {
    const [alice, elsewhere] = (await instances.signUp(`alice-${table.replace('_', '-')}`)) as [never, never];
    const asked = await Promise.all(Array.from({ length: 12 }, () => ask(alice, { text: slowly(WORDS, 50) })));
    const following = asked.flatMap(({ run }) => [alice, elsewhere].map((person) => followToTheEnd(person, run.id)));
    const { database } = instances.all[0]!;
    await other.query(`begin; lock table ${table} in exclusive mode`);
    const busy = Array.from({ length: POOL }, () => database.fork().execute(`select pg_sleep(${LOCKED_SECONDS})`));
    await Promise.all(busy);
    await other.query('commit');
    const told = await within(20, 'An answer', Promise.all(following));
    for (const events of told) {
      expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, place) => place));
      expect(textOf(events)).toBe(countedWords(WORDS));
      expect(events.at(-1)).toMatchObject({ __typename: 'RunEnded', status: 'COMPLETED' });
    }
    for (const { session } of asked) {
      const answer = (await messagesOf(alice, session.id)).at(-1);
      expect(answer).toMatchObject({ status: 'COMPLETED', text: countedWords(WORDS) });
    }
    await assertInvariants(database.fork());
  });
});
