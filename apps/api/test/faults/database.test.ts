import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, type Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { messagesOf, payloadFields, textOf } from '../support/conversation.ts';
import { createDatabaseBehindProxy, type DatabaseBehindProxy } from '../support/database-behind-proxy.ts';
import type { FaultProxy } from '../support/fault-proxy.ts';
import { assertInvariants } from '../support/invariants.ts';
import { countedWords, slowly, watchAnswers, within } from '../support/streams.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import type { TestClient } from '../support/test-client.ts';

const STREAMS = 20;

const send = `mutation ($input: SendMessageInput!) { sendMessage(input: $input) { ${payloadFields} } }`;

/** What a server or the network to it can do, for how many seconds, while answers take how many. */
const faults: [string, (proxy: FaultProxy) => void | Promise<void>, number, number][] = [
  ['is killed for a moment', (proxy) => proxy.cut(), 0, 2],
  ['is killed', (proxy) => proxy.refuse(), 3, 5],
  ['is killed for longer than an end waits', (proxy) => proxy.refuse(), 16, 2],
  ['is behind a wire that was pulled out and put back', (proxy) => proxy.hold(), 4, 5],
  ['is behind a firewall that forgets every connection', (proxy) => proxy.blackHole(), 4, 5],
  ['is behind such a firewall for longer than an end waits', (proxy) => proxy.blackHole(), 20, 2],
  ['is not heard by', (proxy) => proxy.halfOpen('toClient'), 3, 5],
  ['does not hear', (proxy) => proxy.halfOpen('toTarget'), 3, 5],
  ['is slow', (proxy) => proxy.delay(300), 4, 5],
];

describe.skipIf(!inject('templateDatabase'))('while answers are written, the database', () => {
  let behind: DatabaseBehindProxy;
  let app: TestApp;
  let alice: TestClient;

  beforeAll(async () => {
    behind = await createDatabaseBehindProxy();
    app = await startTestApp({}, behind.database);
    alice = await app.signUp('alice');
  });
  afterAll(async () => {
    await alice.close();
    await app.close();
  });

  it.each(faults)('%s', async (_label, fault, faultSeconds, answerSeconds) => {
    const text = countedWords(answerSeconds * 50);
    const answers = await watchAnswers(alice, STREAMS, slowly(answerSeconds * 50, 20));
    const messageId = randomUUID();
    const input = { text: 'Are you there?', modelId: 'scripted:echo', messageId };
    await fault(behind.proxy);
    const broken = sleep(faultSeconds * 1_000);
    const ends = within(answerSeconds * 1.5 + 15, 'An answer', Promise.all(answers.map(({ events }) => events)));
    const first = await within(15, 'A question', alice.request(send, { input }));
    if (first.errors) {
      expect(first.errors).toMatchObject([{ extensions: { code: 'RATE_LIMITED', retryAfter: expect.any(Number) } }]);
    }
    await broken;
    await behind.proxy.heal();
    const again = await within(10, 'The same question', untilTaken(input));
    if (first.data) expect(again).toBe(first.data.sendMessage.run.id);

    const ended = await ends;
    await whenIdle();
    for (const [index, events] of ended.entries()) {
      expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, place) => place));
      const [, answer] = await messagesOf(alice, answers[index]!.asked.session.id);
      expect(events.at(-1)).toMatchObject({ __typename: 'RunEnded', status: answer!.status });
      expect(['COMPLETED', 'INTERRUPTED']).toContain(answer!.status);
      expect([answer!.text, textOf(events)]).toEqual([text, text]);
    }
    await assertInvariants(app.database.fork());
    await within(10, 'Giving connections back', poolIsIdle());
  });

  it.each<[string, () => void | Promise<void>]>([
    ['loses every connection', () => behind.proxy.cut()],
    ['ends every session', () => terminateAll()],
  ])('%s again and again while many ask: each question is kept once or refused', async (_label, breakAll) => {
    const inputs = Array.from({ length: 100 }, (_, index) => ({
      text: `Question ${index}`,
      modelId: 'scripted:echo',
      messageId: randomUUID(),
    }));
    let isBreaking = true;
    const breaking = (async () => {
      while (isBreaking) {
        await breakAll();
        await sleep(20 + Math.random() * 100);
      }
    })();
    const asking = Promise.all(
      inputs.map(async (input, index) => {
        await sleep(index * 20);
        return untilTaken(input);
      }),
    );
    await sleep(3_000);
    isBreaking = false;
    await breaking;
    const runs = await within(30, 'The questions', asking);
    expect(new Set(runs).size).toBe(inputs.length);
    expect(await Promise.all(inputs.map((input) => untilTaken(input)))).toEqual(runs);
    await whenIdle();
    await assertInvariants(app.database.fork());
    await within(10, 'Giving connections back', poolIsIdle());
  });

  /** Ends the sessions of everybody in the database but the one that does it. */
  async function terminateAll(): Promise<void> {
    const client = new Client(behind.directUrl);
    await client.connect();
    await client.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    );
    await client.end();
  }

  /** Resolves when no connection is in use: what was broken has been given back. */
  async function poolIsIdle(): Promise<void> {
    const pool: Pool = await app.database.orm.em.getConnection().getNativeClient();
    while (pool.totalCount !== pool.idleCount || pool.waitingCount > 0) await sleep(10);
  }

  /** Sends the same message again until it is taken, as a browser does. @returns the id of its run. */
  async function untilTaken(input: object): Promise<string> {
    for (;;) {
      const { data, errors } = await alice.request(send, { input });
      if (!errors) return data.sendMessage.run.id;
      expect(errors).toMatchObject([{ extensions: { code: 'RATE_LIMITED' } }]);
      await sleep(200);
    }
  }

  /** Waits until every run is over: those of questions whose answer never came back are not watched. */
  async function whenIdle(): Promise<void> {
    for (;;) {
      const [row] = await app.database
        .fork()
        .execute<{ open: number }[]>('select count(*)::int as open from runs where ended_at is null');
      if (row!.open === 0) return;
      await sleep(100);
    }
  }
});
