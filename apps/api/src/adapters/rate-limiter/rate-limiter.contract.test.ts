import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Database } from '../../db/orm.ts';
import { newId } from '../../kernel/ids.ts';
import { silentLog } from '../../kernel/log.ts';
import { createRedisConnection, openRedis } from '../redis.ts';
import { createRateLimiter, rateLimitStores } from './index.ts';
import { limits } from './limits.ts';
import { openTestDatabase } from '../../../test/support/test-database.ts';
import { testRedisUrl } from '../../../test/support/test-redis.ts';

const { points, windowSeconds } = limits.failedSignIns;
const alice = { address: '203.0.113.7', account: 'alice@example.org' };
let database: Database;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const connection = testRedisUrl ? createRedisConnection(testRedisUrl, 'parley-test-limits') : undefined;
if (connection) await openRedis(connection, silentLog);
afterAll(() => connection?.disconnect());
const prefix = `parley-test:${newId()}`;

const create = (store: keyof typeof rateLimitStores, multiplier = 1) =>
  createRateLimiter(store, {
    multiplier,
    fork: () => database.fork(),
    redis: connection && { connection, prefix },
  });

const stores = (Object.keys(rateLimitStores) as (keyof typeof rateLimitStores)[]).filter(
  (store) => connection || store !== 'redis',
);

/** The clock of a store that keeps time by itself cannot be put forward: its windows are cut short. */
async function endWindows(): Promise<void> {
  vi.setSystemTime(Date.now() + windowSeconds * 1000 + 1);
  const keys = (await connection?.keys(`${prefix}:*`)) ?? [];
  for (const key of keys) await connection?.pexpire(key, 1);
  await vi.waitFor(async () => expect((await connection?.keys(`${prefix}:*`)) ?? []).toEqual([]));
}

describe.each(stores)('rate limiter over %s', (store) => {
  let limiter = create(store);

  const use = (caller = alice) => limiter.consume('failedSignIns', caller);
  const useTimes = (times: number) => Promise.all(Array.from({ length: times }, () => use()));

  beforeEach(async () => {
    await database.fork().execute('delete from rate_limit_counters');
    await endWindows();
    vi.useRealTimers();
    vi.useFakeTimers({ toFake: ['Date'] });
    limiter = create(store);
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('refuses what is over the limit, saying what it is and when to come back', async () => {
    await useTimes(points);
    await expect(use()).rejects.toMatchObject({
      code: 'RATE_LIMITED',
      retryAfter: windowSeconds,
      message: 'Too many failed sign-ins to this account: at most 10 in 15 minutes. Try again in 15 minutes.',
    });
  });

  it('lets exactly the limit through when all come at once', async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 30 }, () => use()));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(points);
  });

  it('does not count what it refuses', async () => {
    await useTimes(points);
    await Promise.allSettled([use(), use(), use()]);
    await limiter.refund('failedSignIns', alice);
    await use();
    await expect(use()).rejects.toMatchObject({ code: 'RATE_LIMITED' });
  });

  it('counts each caller apart', async () => {
    await useTimes(points);
    await use({ ...alice, account: 'bob@example.org' });
    await use({ ...alice, address: '198.51.100.1' });
  });

  it('counts each limit apart', async () => {
    await useTimes(points);
    await limiter.consume('failedSignInsOfAddress', alice);
  });

  it('starts afresh when the window is over', async () => {
    await useTimes(points);
    await endWindows();
    await use();
  });

  it('multiplies every limit, and leaves at least one use', async () => {
    limiter = create(store, 0.2);
    await useTimes(2);
    await expect(use()).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    limiter = create(store, 0.000_1);
    await expect(limiter.consume('signUps', alice)).resolves.toBeUndefined();
    await expect(limiter.consume('signUps', alice)).rejects.toThrow('at most 1 in 60 minutes');
  });
});

describe.each(stores.filter((store) => store !== 'memory'))('rate limiter over %s', (store) => {
  it('counts over all instances', async () => {
    const [one, other] = [create(store), create(store)];
    const caller = { ...alice, account: 'shared@example.org' };
    const uses = Array.from({ length: points }, (_, index) =>
      (index % 2 ? one : other).consume('failedSignIns', caller),
    );
    await Promise.all(uses);
    await expect(one.consume('failedSignIns', caller)).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    await expect(other.consume('failedSignIns', caller)).rejects.toMatchObject({ code: 'RATE_LIMITED' });
  });

  it('goes on by itself while its store is away', async () => {
    const away = createRedisConnection('redis://127.0.0.1:1', 'parley-test-limits');
    const limiter = createRateLimiter(store, {
      multiplier: 1,
      redis: { connection: away, prefix },
      fork: () => {
        throw new Error('The database is away.');
      },
    });
    for (let use = 0; use < points; use += 1) await limiter.consume('failedSignIns', alice);
    await expect(limiter.consume('failedSignIns', alice)).rejects.toMatchObject({ code: 'RATE_LIMITED' });
  });
});
