import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, type Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { messagesOf, payloadFields, textOf } from '../support/conversation.ts';
import { createDatabaseBehindProxy, type DatabaseBehindProxy } from '../support/database-behind-proxy.ts';
import type { FaultProxy } from '../support/fault-proxy.ts';
import { assertInvariants } from '../support/invariants.ts';
import { countedWords, followToTheEnd, slowly, watchAnswers, within } from '../support/streams.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import type { TestClient } from '../support/test-client.ts';
import { until } from '../support/until.ts';

const STREAMS = 20;
/** Milliseconds from one word to the next. */
const PACE = 50;
/** How many faults happen at once, each to a server of its own. */
const PLACES = 5;

/** Come again later: the database is away, or too much waits for it. */
const postponed = /^(UNAVAILABLE|RATE_LIMITED)$/;

const send = `mutation ($input: SendMessageInput!) { sendMessage(input: $input) { ${payloadFields} } }`;

/** What a server or the network to it can do, for how many seconds, while answers take how many. The longest come first. */
const faults: [string, (proxy: FaultProxy) => void | Promise<void>, number, number][] = [
  ['is behind a firewall that forgets every connection for half a minute', (proxy) => proxy.blackHole(), 30, 2],
  ['is killed for half a minute, and answers take longer', (proxy) => proxy.refuse(), 30, 34],
  ['is behind such a firewall for longer than an end waits', (proxy) => proxy.blackHole(), 20, 2],
  ['is killed for longer than an end waits', (proxy) => proxy.refuse(), 16, 2],
  ['is killed for a moment', (proxy) => proxy.cut(), 0, 2],
  ['is killed', (proxy) => proxy.refuse(), 3, 5],
  ['is behind a wire that was pulled out and put back', (proxy) => proxy.hold(), 4, 5],
  ['is behind such a firewall for a while', (proxy) => proxy.blackHole(), 4, 5],
  ['is not heard by', (proxy) => proxy.halfOpen('toClient'), 3, 5],
  ['does not hear', (proxy) => proxy.halfOpen('toTarget'), 3, 5],
  ['is slow', (proxy) => proxy.delay(300), 4, 5],
];

/** A server whose database is behind a proxy of its own. */
class Place {
  readonly behind: DatabaseBehindProxy;
  readonly app: TestApp;
  readonly alice: TestClient;

  private constructor(behind: DatabaseBehindProxy, app: TestApp, alice: TestClient) {
    this.behind = behind;
    this.app = app;
    this.alice = alice;
  }

  static async open(): Promise<Place> {
    const behind = await createDatabaseBehindProxy();
    const app = await startTestApp({}, behind.database);
    return new Place(behind, app, await app.signUp('alice'));
  }

  async close(): Promise<void> {
    await this.alice.close();
    await this.app.close();
  }

  /** Ends the sessions of everybody in the database but the one that does it. */
  async terminateAll(): Promise<void> {
    const client = await this.connectDirectly();
    await client.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    );
    await client.end();
  }

  /** A connection that no fault concerns. */
  async connectDirectly(): Promise<Client> {
    const client = new Client(this.behind.directUrl);
    await client.connect();
    return client;
  }

  /** Sends the same message again until it is taken, as a browser does. @returns the id of its run. */
  async untilTaken(input: object): Promise<string> {
    for (;;) {
      const { data, errors } = await this.alice.request(send, { input });
      if (!errors) return data.sendMessage.run.id;
      expect(errors).toMatchObject([{ extensions: { code: expect.stringMatching(postponed) } }]);
      await sleep(200);
    }
  }

  /** Waits until every run is over, also those of questions whose answer never came back. */
  async untilIdle(): Promise<void> {
    const open = 'select from runs where ended_at is null limit 1';
    await until(async () => (await this.app.database.fork().execute(open)).length === 0);
  }

  /** Looks at what is left when every run is over. */
  async checkWhatIsLeft(): Promise<void> {
    await this.untilIdle();
    const { database } = this.app;
    await assertInvariants(database.fork());
    const pool: Pool = await database.orm.em.getConnection().getNativeClient();
    const isIdle = until(() => pool.totalCount === pool.idleCount && pool.waitingCount === 0);
    await within(10, 'Giving connections back', isIdle);
  }
}

describe.skipIf(!inject('templateDatabase'))('while answers are written, the database', { concurrent: true }, () => {
  const places: Place[] = [];
  const free: Place[] = [];

  beforeAll(async () => {
    for (let index = 0; index < PLACES; index++) places.push(await Place.open());
    free.push(...places);
  });
  afterAll(() => Promise.all(places.map((place) => place.close())));

  /** Does it at a place that nobody else uses meanwhile. */
  async function somewhere(work: (place: Place) => Promise<void>): Promise<void> {
    const place = await until(() => free.shift());
    await work(place).finally(() => free.push(place));
  }

  it.each(faults)(
    '%s',
    (_label, fault, faultSeconds, answerSeconds) =>
      somewhere(async (place) => {
        const { alice, behind } = place;
        const words = (answerSeconds * 1_000) / PACE;
        const answers = await watchAnswers(alice, STREAMS, slowly(words, PACE));
        const messageId = randomUUID();
        const input = { text: 'Are you there?', modelId: 'scripted:echo', messageId };
        await fault(behind.proxy);
        const broken = sleep(faultSeconds * 1_000);
        const ends = within(answerSeconds * 1.5 + 15, 'An answer', Promise.all(answers.map(({ events }) => events)));
        // As long as it lasts, each try is answered in time: taken, or refused for now.
        const taken = new Set<string>();
        let isBroken = true;
        void broken.then(() => (isBroken = false));
        do {
          const { data, errors } = await within(15, 'A question', alice.request(send, { input }));
          if (data) taken.add(data.sendMessage.run.id);
          else
            expect(errors).toMatchObject([
              { extensions: { code: expect.stringMatching(postponed), retryAfter: expect.any(Number) } },
            ]);
          await Promise.race([sleep(1_000), broken]);
        } while (isBroken);
        await behind.proxy.heal();
        taken.add(await within(10, 'The same question', place.untilTaken(input)));
        expect(taken.size).toBe(1);

        const ended = await ends;
        await place.untilIdle();
        for (const [index, events] of ended.entries()) {
          expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, at) => at));
          const { id } = answers[index]!.asked.session;
          const [, answer] = await messagesOf(alice, id);
          expect(events.at(-1)).toMatchObject({ __typename: 'RunEnded', status: answer!.status });
          expect(['COMPLETED', 'INTERRUPTED']).toContain(answer!.status);
          expect([answer!.text, textOf(events)]).toEqual([countedWords(words), countedWords(words)]);
        }
        await place.checkWhatIsLeft();
      }),
    180_000,
  );

  it.each<[string, (place: Place) => void | Promise<void>]>([
    ['loses every connection', ({ behind }) => behind.proxy.cut()],
    ['ends every session', (place) => place.terminateAll()],
  ])(
    '%s again and again while many ask: each question is kept once or refused',
    (_label, breakAll) =>
      somewhere(async (place) => {
        const inputs = Array.from({ length: 100 }, (_, index) => ({
          text: `Question ${index}`,
          modelId: 'scripted:echo',
          messageId: randomUUID(),
        }));
        let isBreaking = true;
        const breaking = (async () => {
          while (isBreaking) {
            await breakAll(place);
            await sleep(20 + Math.random() * 100);
          }
        })();
        const asking = Promise.all(
          inputs.map(async (input, index) => {
            await sleep(index * 20);
            return place.untilTaken(input);
          }),
        );
        await sleep(3_000);
        isBreaking = false;
        await breaking;
        const runs = await within(30, 'The questions', asking);
        expect(new Set(runs).size).toBe(inputs.length);
        expect(await Promise.all(inputs.map((input) => place.untilTaken(input)))).toEqual(runs);
        await place.checkWhatIsLeft();
      }),
    180_000,
  );

  it('takes a question and is cut off before it can say so: the question is answered all the same', () =>
    somewhere(async (place) => {
      const { alice, behind } = place;
      const input = { text: 'Are you there?', modelId: 'scripted:echo', messageId: randomUUID() };
      const direct = await place.connectDirectly();
      const untilFound = (query: string, values: unknown[] = []) =>
        until(async () => (await direct.query(query, values)).rowCount);
      await direct.query('begin');
      await direct.query('lock table runs in share mode');
      const asked = alice.request(send, { input });
      await untilFound(`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`);
      behind.proxy.halfOpen('toClient');
      await direct.query('commit');
      await untilFound('select from messages where id = $1', [input.messageId]);
      behind.proxy.cut();
      await behind.proxy.heal();
      expect((await asked).errors).toMatchObject([{ extensions: { code: expect.stringMatching(postponed) } }]);
      const runId = await place.untilTaken(input);
      const events = await followToTheEnd(alice, runId);
      expect(events.at(-1)).toMatchObject({ __typename: 'RunEnded', status: 'COMPLETED' });
      await direct.end();
      await place.checkWhatIsLeft();
    }));
});
