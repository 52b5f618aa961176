import type { SqlEntityManager } from '@mikro-orm/sql';
import { CompiledQuery } from 'kysely';
import { RateLimiterMemory, RateLimiterPostgres, RLWrapperTimeouts } from 'rate-limiter-flexible';
import type { StoreFactory } from './store-factory.ts';

/** How long counting may take before this process counts for itself, in milliseconds. */
const ANSWER_TIMEOUT = 1000;

/**
 * Counts in the table `rate_limit_counters`, for all instances together. While the database is away
 * each instance counts for itself, so that limits neither lift nor lock everybody out.
 */
export function postgresStore(fork: () => SqlEntityManager): StoreFactory {
  const storeClient = {
    query: async ({ text, values }: { text: string; values?: unknown[] }) => {
      const { rows } = await fork()
        .getKysely()
        .executeQuery(CompiledQuery.raw(text, values ?? []));
      return { rows, rowCount: rows.length };
    },
  };
  // One table holds every limit: a single sweep of expired rows is enough.
  let sweeps = true;
  return (options) => {
    const limiter = new RateLimiterPostgres({
      ...options,
      storeClient,
      storeType: 'client',
      tableName: 'rate_limit_counters',
      tableCreated: true,
      clearExpiredByTimeout: sweeps,
    });
    sweeps = false;
    const insuranceLimiter = new RateLimiterMemory(options);
    return new RLWrapperTimeouts({ limiter, timeoutMs: ANSWER_TIMEOUT, insuranceLimiter });
  };
}
