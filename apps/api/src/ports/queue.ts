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
export interface JobTurn {
  /** Aborts when the server stops; the job is done later then. */
  signal: AbortSignal;
  /** True when it will not be called again after a failure. */
  isLast: boolean;
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
  work(kind: JobKind, handler: (key: string, turn: JobTurn) => Promise<void>): Promise<void>;
  start(): Promise<void>;
  /** Takes no more jobs and waits up to `graceMs` for those at work. */
  stop(graceMs: number): Promise<void>;
}
