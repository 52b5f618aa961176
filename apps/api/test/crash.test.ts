import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import {
  type Asked,
  ask,
  collectRun,
  messagesOf,
  payloadFields,
  type SeenEvent,
  runEventsQuery,
  textOf,
} from './support/conversation.ts';
import { ServerProcess } from './support/server-process.ts';
import { createUser, TestClient } from './support/test-client.ts';
import { createTestDatabase, type TestDatabase } from './support/test-database.ts';

let dataDir: string;
let database: TestDatabase;
let server: ServerProcess;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'parley-crash-'));
  database = await createTestDatabase();
});
afterEach(() => ServerProcess.crashAll());
afterAll(async () => {
  await rm(dataDir, { recursive: true, force: true });
  await database.drop();
});

const start = async (settings: Record<string, string> = {}): Promise<ServerProcess> =>
  (server = await ServerProcess.start({ DATA_DIR: dataDir, ...database.settings, ...settings }));

const answer = Array.from({ length: 150 }, (_, index) => `word${index} `).join('');
const slowAnswer = (delayMs: number): string => `/script ${JSON.stringify({ text: answer, delayMs })}`;

/** The same person at a server that was started again. */
function again(client: TestClient): TestClient {
  const next = new TestClient(server.url);
  next.cookie = client.cookie;
  return next;
}

/** Watches a run until enough of it was seen or its server is gone. */
async function watch(client: TestClient, runId: string, atLeast: number): Promise<SeenEvent[]> {
  const seen: SeenEvent[] = [];
  try {
    for await (const { data } of client.subscribe(runEventsQuery, { runId, after: -1 })) {
      seen.push(data.runEvents);
      if (seen.length >= atLeast) break;
    }
  } catch {
    // The socket went with the server.
  }
  return seen;
}

const recordOf = async (client: TestClient, id: string) =>
  (
    await client.query(
      'query ($id: ID!) { run(id: $id) { status lastSequence usage { isEstimated completionTokens } message { text status } session { activeRun { id } } } }',
      { id },
    )
  ).run;

/** The record of a run once it has ended: at once on the embedded database, when its lease is over on a server. */
async function endedRecordOf(client: TestClient, id: string) {
  for (;;) {
    const record = await recordOf(client, id);
    if (record.status !== 'RUNNING') return record;
    await sleep(100);
  }
}

describe('a crash in the middle of answers', () => {
  it('loses nothing that was acknowledged and no word that was logged', async () => {
    await start();
    const alice = await createUser(server.url, 'alice');
    const asked: Asked[] = await Promise.all(Array.from({ length: 5 }, () => ask(alice, { text: slowAnswer(20) })));
    const seen = await Promise.all(asked.map(({ run }) => watch(alice, run.id, 30)));
    await server.crash();
    await alice.close();
    await start();
    const back = again(alice);
    for (const [index, { run, session, userMessage, assistantMessage }] of asked.entries()) {
      const before = seen[index]!;
      const record = await endedRecordOf(back, run.id);
      expect(record).toMatchObject({
        status: 'INTERRUPTED',
        message: { status: 'INTERRUPTED' },
        session: { activeRun: null },
      });
      expect(record.usage.completionTokens).toBeGreaterThan(0);
      expect(answer.startsWith(record.message.text)).toBe(true);
      expect((await messagesOf(back, session.id)).map(({ id }) => id)).toEqual([userMessage.id, assistantMessage.id]);

      const whole = await collectRun(back, run.id);
      expect(whole.map(({ sequence }) => sequence)).toEqual(whole.map((_, place) => place));
      expect(textOf(whole)).toBe(record.message.text);
      expect(whole.at(-1)).toMatchObject({
        __typename: 'RunEnded',
        status: 'INTERRUPTED',
        sequence: record.lastSequence,
      });
      const common = Math.min(before.length, whole.length - 1);
      expect(before.slice(0, common)).toEqual(whole.slice(0, common));
      expect(await collectRun(back, run.id, 3)).toEqual(whole.slice(4));
      for (const beyond of [record.lastSequence, record.lastSequence + 40]) {
        const rest = await collectRun(back, run.id, beyond);
        expect(rest.every(({ sequence }) => sequence > beyond)).toBe(true);
        expect(rest.filter(({ __typename }) => __typename !== 'RunEnded')).toEqual([]);
      }
      const lost = await collectRun(back, run.id, record.lastSequence + 40);
      expect(lost).toMatchObject([{ __typename: 'RunEnded', status: 'INTERRUPTED' }]);
    }

    const [{ session, assistantMessage }] = asked as [Asked];
    const stored = (await messagesOf(back, session.id))[1]!.text;
    const { continueMessage } = await back.query(
      `mutation ($input: ContinueMessageInput!) { continueMessage(input: $input) { ${payloadFields} } }`,
      { input: { messageId: assistantMessage.id } },
    );
    const events = await collectRun(back, continueMessage.run.id);
    expect(events.at(-1)).toMatchObject({ __typename: 'RunEnded', status: 'COMPLETED' });
    expect(textOf(events).startsWith(stored)).toBe(true);
    expect((await messagesOf(back, session.id))[1]!.text).toBe(textOf(events));
    await back.close();
  }, 240_000);

  it('at random moments leaves every run whole or interrupted, none open', async () => {
    let client: TestClient | undefined;
    const runs: string[] = [];
    for (const delay of [15, 120]) {
      await start();
      client = client ? again(client) : await createUser(server.url, 'bob');
      const asked = await Promise.all([1, 5, 9].map((delayMs) => ask(client!, { text: slowAnswer(delayMs) })));
      runs.push(...asked.map(({ run }) => run.id));
      await sleep(delay);
      await server.crash();
    }
    await start();
    client = again(client!);
    for (const id of runs) {
      const { status, message, session } = await endedRecordOf(client, id);
      expect(['INTERRUPTED', 'COMPLETED']).toContain(status);
      expect(message.status).toBe(status);
      expect(session.activeRun).toBeNull();
      expect(answer.startsWith(message.text)).toBe(true);
      expect(textOf(await collectRun(client, id))).toBe(message.text);
    }
    await client.close();
  }, 240_000);
});

it.runIf(inject('templateDatabase') === null)(
  'keeps a second process off the data folder',
  async () => {
    await start();
    await expect(ServerProcess.start({ DATA_DIR: dataDir })).rejects.toThrow(/in use by process \d+.*DATA_DIR/s);
    expect((await fetch(`${server.url}/api/health`)).status).toBe(200);
  },
  240_000,
);

describe('a stop', () => {
  it('lets short answers finish, takes no new ones, and ends in order', async () => {
    await start();
    const carol = await createUser(server.url, 'carol');
    const { run, session } = await ask(carol, { text: slowAnswer(5) });
    const watching = collectRun(carol, run.id);
    await watch(carol, run.id, 3);
    const exit = server.stop();
    const refusals: unknown[] = [];
    while (refusals.length === 0) {
      const response = await carol.post(
        JSON.stringify({
          query: 'mutation { sendMessage(input: { text: "Hi", modelId: "scripted:echo" }) { run { id } } }',
        }),
      );
      const { errors } = (await response.json()) as { errors?: { extensions: { code: string } }[] };
      if (errors) refusals.push([errors[0]!.extensions.code, response.headers.get('retry-after') !== null]);
    }
    expect(refusals).toEqual([['RATE_LIMITED', true]]);
    expect((await watching).at(-1)).toMatchObject({ __typename: 'RunEnded', status: 'COMPLETED' });
    expect(await exit).toBe(0);
    await start();
    const back = again(carol);
    expect((await messagesOf(back, session.id))[1]).toMatchObject({ text: answer, status: 'COMPLETED' });
    await back.close();
  }, 240_000);
});
