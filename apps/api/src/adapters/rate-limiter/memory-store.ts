import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { StoreFactory } from './store-factory.ts';

/** Counts in this process: right where it is the only one, as with the embedded database. */
export const memoryStore = (): StoreFactory => (options) => new RateLimiterMemory(options);
