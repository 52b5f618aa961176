import type { SqlEntityManager } from '@mikro-orm/sql';
import type { RateLimiter } from '../../ports/rate-limiter.ts';
import type { Redis } from '../redis.ts';
import { FlexibleRateLimiter } from './flexible-rate-limiter.ts';
import type { StoreFactory } from './store-factory.ts';
import { memoryStore } from './memory-store.ts';
import { postgresStore } from './postgres-store.ts';
import { redisStore } from './redis-store.ts';

interface RateLimiterOptions {
  /** Multiplies every limit. */
  multiplier: number;
  /** A new unit of work in the database. */
  fork: () => SqlEntityManager;
  /** An open connection, and what its keys begin with; needed to count there. */
  redis?: { connection: Redis; prefix: string } | undefined;
}

/** Where uses can be counted. */
export const rateLimitStores = {
  memory: memoryStore,
  postgres: ({ fork }) => postgresStore(fork),
  redis: ({ fork, redis }) => {
    if (!redis) throw new Error('Counting in Redis needs a connection to it.');
    return redisStore(redis.connection, redis.prefix, postgresStore(fork));
  },
} satisfies Record<string, (options: RateLimiterOptions) => StoreFactory>;

/** @param store memory for a single process; postgres or redis for several instances. */
export function createRateLimiter(store: keyof typeof rateLimitStores, options: RateLimiterOptions): RateLimiter {
  return new FlexibleRateLimiter(rateLimitStores[store](options), options.multiplier);
}
