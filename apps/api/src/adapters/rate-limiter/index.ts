import type { SqlEntityManager } from '@mikro-orm/sql';
import type { RateLimiter } from '../../ports/rate-limiter.ts';
import { FlexibleRateLimiter, type StoreFactory } from './flexible-rate-limiter.ts';
import { memoryStore } from './memory-store.ts';
import { postgresStore } from './postgres-store.ts';

interface RateLimiterOptions {
  /** Multiplies every limit. */
  multiplier: number;
  /** A new unit of work in the database. */
  fork: () => SqlEntityManager;
}

/** Where uses can be counted. */
export const rateLimitStores = {
  memory: memoryStore,
  postgres: postgresStore,
} satisfies Record<string, (fork: () => SqlEntityManager) => StoreFactory>;

/** @param store memory for a single process, postgres for several instances over one database. */
export function createRateLimiter(store: keyof typeof rateLimitStores, options: RateLimiterOptions): RateLimiter {
  return new FlexibleRateLimiter(rateLimitStores[store](options.fork), options.multiplier);
}
