import type { LimitName } from '../../ports/rate-limiter.ts';

export interface Limit {
  /** Uses allowed per window, before RATE_LIMIT_MULTIPLIER. */
  points: number;
  /** Length of the window, which starts with the first use. */
  windowSeconds: number;
  by: 'user' | 'address' | 'account and address';
  /** Counted by each instance for itself, which costs nothing: for what is frequent and cheap. */
  isLocal?: true;
  /** What is counted, as a caller reads it: "Too many …". */
  what: string;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** Every rate limit. The table in docs/operate/accounts.md says the same. */
export const limits: Record<LimitName, Limit> = {
  health: { points: 200, windowSeconds: HOUR, by: 'address', what: 'health checks' },
  reads: { points: 3_000, windowSeconds: MINUTE, by: 'user', isLocal: true, what: 'requests' },
  changes: { points: 3_000, windowSeconds: HOUR, by: 'user', what: 'changes' },
  // People who type have a search for every few letters.
  searches: { points: 60, windowSeconds: MINUTE, by: 'user', what: 'searches' },
  expensive: { points: 50, windowSeconds: HOUR, by: 'user', what: 'reports' },
  chat: { points: 600, windowSeconds: HOUR, by: 'user', what: 'messages' },
  uploads: { points: 10_000, windowSeconds: HOUR, by: 'user', what: 'uploads' },
  downloads: { points: 3_000, windowSeconds: HOUR, by: 'user', what: 'downloads' },
  failedSignIns: {
    points: 10,
    windowSeconds: 15 * MINUTE,
    by: 'account and address',
    what: 'failed sign-ins to this account',
  },
  // Against trying one password on many accounts; people behind one address share it.
  failedSignInsOfAddress: {
    points: 200,
    windowSeconds: 15 * MINUTE,
    by: 'address',
    what: 'failed sign-ins from your address',
  },
  signUps: { points: 30, windowSeconds: HOUR, by: 'address', what: 'new accounts from your address' },
};
