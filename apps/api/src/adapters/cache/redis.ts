import { type Cache, cacheSeconds } from '../../ports/cache.ts';
import type { Redis } from '../redis.ts';
import { storedKey } from './cache-key.ts';

/** Remembers in Redis, for all instances; while it is away nothing is remembered. */
export function createRedisCache(redis: Redis, prefix: string): Cache {
  const nameOf = (key: Parameters<Cache['get']>[0]): string => `${prefix}:cache:${storedKey(key)}`;
  return {
    get: (key) => redis.getBuffer(nameOf(key)).catch(() => null),
    set: (key, value) =>
      redis.set(nameOf(key), Buffer.from(value), 'EX', cacheSeconds[key.kind]).then(
        () => {},
        () => {},
      ),
  };
}
