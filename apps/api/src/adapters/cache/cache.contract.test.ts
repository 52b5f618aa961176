import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { newId } from '../../kernel/ids.ts';
import { silentLog } from '../../kernel/log.ts';
import { type Cache, type CacheKey, cacheSeconds } from '../../ports/cache.ts';
import { createRedisConnection, openRedis } from '../redis.ts';
import { createCache } from './index.ts';
import { createMemoryCache } from './memory.ts';
import { testRedisUrl } from '../../../test/support/test-redis.ts';

const key = (id: string, owner: string | null = null): CacheKey => ({ kind: 'queryVector', owner, id });
const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
const connection = testRedisUrl ? createRedisConnection(testRedisUrl, 'parley-test-cache') : undefined;
if (connection) await openRedis(connection, silentLog);

const kinds: [string, () => Cache][] = [['memory', () => createCache(undefined)]];
if (connection) kinds.push(['redis', () => createCache({ connection, prefix: `parley-test:${newId()}` })]);

afterAll(() => connection?.disconnect());

describe.each(kinds)('cache: %s', (_kind, create) => {
  let cache: Cache;
  beforeEach(() => {
    cache = create();
  });

  it('gives back what was kept, and null for what was not', async () => {
    await cache.set(key('a'), bytes(0, 255, 13, 10));
    expect([...(await cache.get(key('a')))!]).toEqual([0, 255, 13, 10]);
    expect(await cache.get(key('b'))).toBeNull();
  });

  it('keeps the newest value', async () => {
    await cache.set(key('a'), bytes(1));
    await cache.set(key('a'), bytes(2));
    expect([...(await cache.get(key('a')))!]).toEqual([2]);
  });

  it('keeps what is one person’s from every other', async () => {
    await cache.set(key('a', 'alice'), bytes(1));
    expect(await cache.get(key('a', 'bob'))).toBeNull();
    expect(await cache.get(key('a'))).toBeNull();
  });
});

describe('memory cache', () => {
  it('forgets when its time is over', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const cache = createMemoryCache();
    await cache.set(key('a'), bytes(1));
    vi.setSystemTime(Date.now() + cacheSeconds.queryVector * 1_000 - 1);
    expect(await cache.get(key('a'))).not.toBeNull();
    vi.setSystemTime(Date.now() + 1);
    expect(await cache.get(key('a'))).toBeNull();
    vi.useRealTimers();
  });

  it('holds no more than its size, and keeps what was used last', async () => {
    const cache = createMemoryCache(3);
    for (const id of ['a', 'b', 'c']) await cache.set(key(id), bytes(1));
    await cache.get(key('a'));
    await cache.set(key('d'), bytes(1));
    expect(await cache.get(key('b'))).toBeNull();
    for (const id of ['a', 'c', 'd']) expect(await cache.get(key(id))).not.toBeNull();
    await cache.set(key('e'), bytes(1, 2, 3, 4));
    expect(await cache.get(key('e'))).toBeNull();
  });
});

describe.skipIf(!connection)('redis cache', () => {
  it('lets Redis forget, and shows no content in its keys', async () => {
    const prefix = `parley-test:${newId()}`;
    await createCache({ connection: connection!, prefix }).set(key('a secret question', 'alice'), bytes(1));
    const [name, ...rest] = await connection!.keys(`${prefix}:*`);
    expect(rest).toEqual([]);
    expect(name).toMatch(/:cache:queryVector:alice:[\w-]{43}$/);
    expect(await connection!.ttl(name!)).toBeGreaterThan(cacheSeconds.queryVector - 60);
  });

  it('has nothing while Redis is away', async () => {
    const away = createRedisConnection('redis://127.0.0.1:1', 'parley-test-cache');
    const cache = createCache({ connection: away, prefix: 'parley-test' });
    await cache.set(key('a'), bytes(1));
    expect(await cache.get(key('a'))).toBeNull();
    away.disconnect();
  });
});
