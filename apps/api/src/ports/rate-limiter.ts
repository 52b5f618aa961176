/** What is limited. The numbers are in adapters/rate-limiter/limits.ts. */
export type LimitName =
  | 'health'
  | 'reads'
  | 'changes'
  | 'searches'
  | 'expensive'
  | 'chat'
  | 'uploads'
  | 'downloads'
  | 'failedSignIns'
  | 'failedSignInsOfAddress'
  | 'signUps';

/** Whom a limit is counted for; which of these it looks at is part of the limit. */
export interface LimitedCaller {
  address: string;
  /** Left out for a caller who is not signed in: such a caller is counted by address. */
  userId?: string;
  /** The account somebody tries to get into, by its e-mail address. */
  account?: string;
}

/** Counts what callers do, over all instances of the server. */
export interface RateLimiter {
  /**
   * Counts one more use, atomically. A use that is refused is not counted.
   * @throws ParleyError RATE_LIMITED with `retryAfter` in seconds when the limit is used up.
   */
  consume(limit: LimitName, caller: LimitedCaller): Promise<void>;

  /** Takes back a use that turned out not to count, such as a sign-in with the right password. */
  refund(limit: LimitName, caller: LimitedCaller): Promise<void>;
}
