import type { SqlEntityManager } from '@mikro-orm/sql';

/** What a kind of job is like. */
export interface JobKind {
  name: string;
  /** How many of it one instance works on at once. */
  concurrency: number;
  /** Attempts after the first, with growing pauses. */
  retries: number;
}

/** What a handler is told beside the key. */
export interface JobAttempt {
  /** Aborts when the server stops; the job is done later then. */
  signal: AbortSignal;
  /** True when it will not be called again after a failure. */
  isLast: boolean;
  /** Says how far the job is, 0 to 1, to who looks after the jobs. Call it as often as there is news. */
  report(progress: number): void;
}

/** How far a job is. FAILED ones have used up their attempts and wait for somebody to look. */
export type JobState = 'WAITING' | 'RETRYING' | 'ACTIVE' | 'COMPLETED' | 'FAILED';

export interface JobRecord {
  id: string;
  kind: string;
  /** What it is about, mostly the id of a thing. */
  key: string;
  state: JobState;
  /** Times it was begun. */
  attempts: number;
  maxAttempts: number;
  /** How far the attempt at work is, 0 to 1; null when there is none, or it has not said. */
  progress: number | null;
  /** Why the last attempt failed, safe to show; null when none has. */
  error: string | null;
  createdAt: Date;
  startedAt: Date | null;
  endedAt: Date | null;
  /** When it may begin next, for one that waits. */
  dueAt: Date | null;
}

/** How many jobs of a kind there are in each state. */
export interface JobCounts {
  kind: string;
  counts: Readonly<Record<JobState, number>>;
}

export interface JobFilter {
  state: JobState | null;
  kind: string | null;
}

/** Where a page of jobs begins: after the job with these two. */
export interface JobCursor {
  createdAt: Date;
  id: string;
}

/**
 * Work that is done later, at least once, and survives a restart. A handler that fails is called again; one whose
 * process died is called again by another, so handlers must bear being repeated.
 */
export interface Queue {
  /**
   * Adds a job in the caller's transaction: it exists when that commits. A job of the kind with the same key that
   * has not ended is enough.
   */
  add(tx: SqlEntityManager, kind: JobKind, key: string): Promise<void>;
  /** Call it after the commit: looks for new jobs at once instead of at the next regular look. */
  wake(kind: JobKind): void;
  /** Works on jobs of a kind from now on. */
  work(kind: JobKind, handler: (key: string, attempt: JobAttempt) => Promise<void>): Promise<void>;
  /**
   * Adds a job of a kind that is worked on once per interval from now on, in the whole installation, however many instances ask for
   * it. Intervals begin at multiples of `seconds` since 1970; the present one counts if nobody has had its job yet.
   * @param seconds at most 12 hours
   */
  every(kind: JobKind, key: string, seconds: number): Promise<void>;

  /** Jobs, the newest first. */
  list(filter: JobFilter, limit: number, after: JobCursor | null): Promise<JobRecord[]>;
  /** @returns null for an id of nothing. */
  find(id: string): Promise<JobRecord | null>;
  /** For each kind that is worked on. */
  counts(): Promise<JobCounts[]>;
  /**
   * Begins a failed job again, with one more attempt.
   * @returns false when it has not failed, or the same is waiting to be done already.
   */
  retry(id: string): Promise<boolean>;
  /** @returns false for one that is being worked on. */
  delete(id: string): Promise<boolean>;

  /** Whether jobs are taken and can be read. */
  isHealthy(): Promise<boolean>;
  start(): Promise<void>;
  /** Takes no more jobs and waits up to `graceMs` for those at work. */
  stop(graceMs: number): Promise<void>;
}
