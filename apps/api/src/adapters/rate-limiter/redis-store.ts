import { RateLimiterRedis, RLWrapperTimeouts } from 'rate-limiter-flexible';
import type { Redis } from '../redis.ts';
import type { StoreFactory } from './store-factory.ts';

/** How long counting may take before it is done elsewhere, in milliseconds. */
const ANSWER_TIMEOUT = 300;

/**
 * Counts in Redis, for all instances together.
 * @param insurance counts while Redis is away or slow.
 */
export function redisStore(redis: Redis, prefix: string, insurance: StoreFactory): StoreFactory {
  return (options) => {
    const limiter = new RateLimiterRedis({
      ...options,
      keyPrefix: `${prefix}:limit:${options.keyPrefix}`,
      storeClient: redis,
      rejectIfRedisNotReady: true,
    });
    return new RLWrapperTimeouts({ limiter, timeoutMs: ANSWER_TIMEOUT, insuranceLimiter: insurance(options) });
  };
}
