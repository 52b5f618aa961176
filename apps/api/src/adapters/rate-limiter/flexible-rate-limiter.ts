import { RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';
import { ParleyError } from '../../kernel/errors.ts';
import type { LimitedCaller, LimitName, RateLimiter } from '../../ports/rate-limiter.ts';
import { limitKey } from './limit-key.ts';
import { limits } from './limits.ts';
import { memoryStore } from './memory-store.ts';
import type { StoreFactory } from './store-factory.ts';

interface Counter {
  store: RateLimiterAbstract;
  points: number;
}

/** Rate limits over any store of rate-limiter-flexible. */
export class FlexibleRateLimiter implements RateLimiter {
  readonly #counters: Record<LimitName, Counter>;

  /** @param multiplier of every limit; no limit gets smaller than one use. */
  constructor(createStore: StoreFactory, multiplier: number) {
    const createLocalStore = memoryStore();
    const counters = Object.entries(limits).map(([name, { points, windowSeconds, isLocal }]): [string, Counter] => {
      const multiplied = Math.max(1, Math.round(points * multiplier));
      const store = (isLocal ? createLocalStore : createStore)({
        keyPrefix: name,
        points: multiplied,
        duration: windowSeconds,
      });
      return [name, { store, points: multiplied }];
    });
    this.#counters = Object.fromEntries(counters) as Record<LimitName, Counter>;
  }

  async consume(limit: LimitName, caller: LimitedCaller): Promise<void> {
    const { store, points } = this.#counters[limit];
    const key = limitKey(limits[limit].by, caller);
    try {
      await store.consume(key);
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      await store.reward(key);
      throw refused(limit, points, refusal.msBeforeNext);
    }
  }

  async refund(limit: LimitName, caller: LimitedCaller): Promise<void> {
    await this.#counters[limit].store.reward(limitKey(limits[limit].by, caller));
  }
}

function refused(limit: LimitName, points: number, msBeforeNext: number): ParleyError {
  const { what, windowSeconds } = limits[limit];
  const retryAfter = Math.max(1, Math.ceil(msBeforeNext / 1000));
  const allowed = `at most ${points} in ${inWords(windowSeconds)}`;
  return new ParleyError('RATE_LIMITED', `Too many ${what}: ${allowed}. Try again in ${inWords(retryAfter)}.`, {
    retryAfter,
  });
}

/** A number of seconds as people say it, rounded up. */
function inWords(seconds: number): string {
  if (seconds <= 90) return seconds === 1 ? '1 second' : `${seconds} seconds`;
  return `${Math.ceil(seconds / 60)} minutes`;
}
