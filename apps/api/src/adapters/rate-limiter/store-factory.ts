import type { RateLimiterAbstract } from 'rate-limiter-flexible';

/** What a store needs to count one limit. */
export interface StoreOptions {
  keyPrefix: string;
  points: number;
  /** Length of the window in seconds. */
  duration: number;
}

/** Makes the store of one limit. */
export type StoreFactory = (options: StoreOptions) => RateLimiterAbstract;
