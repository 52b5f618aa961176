import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { createRedisConnection, openRedis } from '../../src/adapters/redis.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { ask, collectRun, runEventsQuery, textOf } from '../support/conversation.ts';
import { upload, whenRead } from '../support/documents.ts';
import { RawSocket } from '../support/raw-socket.ts';
import type { TestClient } from '../support/test-client.ts';
import { startInstances, type TestInstances } from '../support/test-instances.ts';
import { canStartRedis, RedisServer } from '../support/test-redis.ts';

const words = Array.from({ length: 150 }, (_, index) => `word${index} `).join('');
const question = `/script ${JSON.stringify({ text: words, delayMs: 20 })}`;

/** What happens to Redis in the middle of answers, and how it comes back. */
const faults: [string, (redis: RedisServer) => Promise<void>][] = [
  [
    'is killed and started again',
    async (redis) => {
      await redis.crash();
      await sleep(1_000);
      await redis.restart();
    },
  ],
  [
    'answers nothing for a while',
    async (redis) => {
      redis.pause();
      await sleep(4_000);
      redis.resume();
    },
  ],
  ['is flushed', (redis) => command(redis, 'FLUSHALL')],
  ['holds back all commands', (redis) => command(redis, 'CLIENT', 'PAUSE', '1500', 'ALL')],
  ['cuts every connection', (redis) => command(redis, 'CLIENT', 'KILL', 'TYPE', 'pubsub')],
];

async function command(redis: RedisServer, name: string, ...args: string[]): Promise<void> {
  const connection = createRedisConnection(redis.url, 'parley-test-faults');
  await openRedis(connection, silentLog);
  await connection.call(name, ...args);
  connection.disconnect();
}

/** Waits until a run has said something. */
async function firstWord(client: TestClient, runId: string): Promise<void> {
  for await (const { data } of client.subscribe(runEventsQuery, { runId, after: -1 })) {
    if (data.runEvents.__typename === 'TextDelta') return;
  }
}

describe.skipIf(!inject('templateDatabase') || !canStartRedis)('two instances whose Redis', () => {
  let redis: RedisServer;
  let instances: TestInstances;
  let alice: TestClient[];

  beforeAll(async () => {
    redis = await RedisServer.start();
    instances = await startInstances(2, { REDIS_URL: redis.url });
    alice = await instances.signUp('alice');
  });
  afterAll(async () => {
    redis.resume();
    await instances.close();
    await redis.crash();
  });

  const states = async (): Promise<string[]> =>
    Promise.all(
      alice.map(async ({ url }) => ((await (await fetch(`${url}/api/health`)).json()) as { bus: string }).bus),
    );

  /** Asks at one instance and listens at both. */
  async function askAndFollow(place: number): Promise<() => Promise<void>> {
    const { run } = await ask(alice[place]!, { text: question });
    const followers = alice.map((client) => collectRun(client, run.id));
    await Promise.all(alice.map((client) => firstWord(client, run.id)));
    return async () => {
      for (const events of await Promise.all(followers)) {
        expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index));
        expect(textOf(events)).toBe(words);
        expect(events.at(-1)).toMatchObject({ __typename: 'RunEnded', status: 'COMPLETED' });
      }
    };
  }

  it.each(faults)('%s lose, repeat and reorder nothing, and heal', async (_name, strike) => {
    await vi.waitFor(async () => expect(await states()).toEqual(['ok', 'ok']), 5_000);
    const before = await Promise.all([0, 1, 0, 1].map(askAndFollow));
    await Promise.all([
      strike(redis),
      askAndFollow(0).then((check) => check()),
      askAndFollow(1).then((check) => check()),
    ]);
    await Promise.all(before.map((check) => check()));
    await vi.waitFor(async () => expect(await states()).toEqual(['ok', 'ok']), 5_000);
    await Promise.all((await Promise.all([0, 1].map(askAndFollow))).map((check) => check()));
  });

  it('was away tell what changed meanwhile', async () => {
    await vi.waitFor(async () => expect(await states()).toEqual(['ok', 'ok']), 5_000);
    const { session } = await ask(alice[0]!, { text: 'Hello' });
    const { document } = await upload(alice[0]!, 'a.txt', 'The river is long.');
    await whenRead(alice[0]!, document!.id);
    const socket = await RawSocket.open(alice[1]!.url, alice[1]!.cookie);
    socket.subscribe('1', 'subscription { sessionChanged { id title } }');
    socket.subscribe('2', 'subscription { documentChanged { id isActive } }');
    await redis.crash();
    await alice[0]!.query('mutation ($input: UpdateSessionInput!) { updateSession(input: $input) { id } }', {
      input: { id: session.id, title: 'Renamed' },
    });
    await redis.restart();
    await socket.next(({ payload }) => payload?.data?.sessionChanged?.title === 'Renamed');
    await socket.next(({ payload }) => payload?.data?.documentChanged?.id === document!.id);
    socket.close();
  });

  it('stays away: sends, follows and stops through the database', async () => {
    await redis.crash();
    const check = await Promise.all([askAndFollow(0), askAndFollow(1)]);
    await Promise.all(check.map((each) => each()));
    const { run } = await ask(alice[0]!, { text: question });
    const following = collectRun(alice[1]!, run.id);
    const { cancelRun } = await alice[1]!.query('mutation ($id: ID!) { cancelRun(id: $id) { status } }', {
      id: run.id,
    });
    expect(cancelRun.status).toBe('CANCELLED');
    expect((await following).at(-1)).toMatchObject({ __typename: 'RunEnded', status: 'CANCELLED' });
    expect((await collectRun(alice[0]!, run.id)).at(-1)).toMatchObject({ __typename: 'RunEnded', status: 'CANCELLED' });
    const leftovers =
      'select b.segment_id from run_log_batches b join runs r on r.log_segment_id = b.segment_id where r.ended_at is not null';
    const { database } = instances.all[0]!;
    await vi.waitFor(async () => expect(await database.fork().execute(leftovers)).toEqual([]), 20_000);
    await redis.restart();
    await vi.waitFor(async () => expect(await states()).toEqual(['ok', 'ok']), 5_000);
  });
});
