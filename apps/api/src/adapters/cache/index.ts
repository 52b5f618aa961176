import type { Cache } from '../../ports/cache.ts';
import type { Redis } from '../redis.ts';
import { createMemoryCache } from './memory.ts';
import { createRedisCache } from './redis.ts';

/** A cache for all instances over Redis, or in this process without it. */
export function createCache(redis: { connection: Redis; prefix: string } | undefined): Cache {
  return redis ? createRedisCache(redis.connection, redis.prefix) : createMemoryCache();
}
