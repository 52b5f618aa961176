import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { usualTimes } from '../../src/modules/generation/index.ts';
import { ask, messagesOf, textOf } from '../support/conversation.ts';
import { createDatabaseBehindProxy, type DatabaseBehindProxy } from '../support/database-behind-proxy.ts';
import { countedWords, followToTheEnd, slowly, within } from '../support/streams.ts';
import { startInstances, type TestInstances } from '../support/test-instances.ts';

/** Shorter leases than usual, and the usual patience: nobody is told an end that is only late. */
const times = { ...usualTimes, lease: 3_000, beat: 1_000, ask: 500, retry: 250 };
/** Seconds: longer than a lease, and shorter than the answers. */
const [AWAY, ANSWER] = [6, 14];
const WORDS = ANSWER * 10;

describe.skipIf(!inject('templateDatabase'))('two instances whose database is away for longer than a lease', () => {
  let behind: DatabaseBehindProxy;
  let instances: TestInstances;

  beforeAll(async () => {
    behind = await createDatabaseBehindProxy();
    instances = await startInstances(2, {}, behind.database, times);
  });
  afterAll(() => instances.close());

  it('do not take the answers of each other for dead when it is back', async () => {
    const people = await instances.signUp('alice');
    const asked = await Promise.all(
      Array.from({ length: 20 }, (_, index) => ask(people[index % 2]!, { text: slowly(WORDS, 100) })),
    );
    const all = asked.flatMap(({ run }) => people.map((person) => followToTheEnd(person, run.id)));
    const followed = within(ANSWER + AWAY + 20, 'An answer', Promise.all(all));
    await behind.proxy.refuse();
    await sleep(AWAY * 1_000);
    await behind.proxy.heal();
    for (const events of await followed) {
      expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, place) => place));
      expect(textOf(events)).toBe(countedWords(WORDS));
      expect(events.at(-1)).toMatchObject({ __typename: 'RunEnded', status: 'COMPLETED' });
    }
    for (const { session } of asked) {
      const [, answer] = await messagesOf(people[0]!, session.id);
      expect(answer).toMatchObject({ status: 'COMPLETED', text: countedWords(WORDS) });
    }
  }, 120_000);
});
