import { minimalOutcome } from './minimal-outcome.rules.ts';
import type { FinishedRun, RunEnd } from '../run/finished-run.ts';

/** How the end of a run was saved. */
export interface SavedEnd {
  /** What its watchers may be told. */
  end: RunEnd;
  /** False when somebody else has ended the run. */
  isMine: boolean;
  /** Resolves when it is in the database, which may be long after it was told. */
  settled: Promise<unknown>;
}

/** How often the database may refuse an end before it gets a bare one. */
export const MOST_REFUSALS = 3;

const refusedEnd: RunEnd = {
  status: 'FAILED',
  errorCode: 'INTERNAL',
  errorMessage: 'This answer could not be saved as it was: only its text was kept. Try again or choose another model.',
};

/**
 * The end of a run on its way to the database. It is told once, and what is told is what is written from then on: another end
 * is only told when none is on its way that may still arrive.
 */
export class UnsavedEnd {
  readonly run: FinishedRun;
  readonly since = performance.now();
  readonly characters: number;
  /** What its watchers may be told, as soon as they may. */
  readonly announced: Promise<SavedEnd>;
  /** Resolves when it is in the database or given up. */
  readonly settled: Promise<void>;
  /** When it may be tried next, by `performance.now()`; not before the log writes nothing more about the run. */
  notBefore = Infinity;
  /** It was refused, or goes with one that is. */
  goesAlone = false;
  /** Since when the database takes no writes. */
  blockedSince: number | null = null;
  isAnnounced = false;
  #isSent = false;
  #isLost = false;
  #delays = 0;
  #refusals = 0;
  #announce!: (saved: SavedEnd) => void;
  #settle!: () => void;

  constructor(finished: FinishedRun) {
    this.run = { ...finished };
    this.characters = finished.parts.reduce((sum, part) => sum + ('text' in part ? part.text.length : 1_000), 0);
    this.announced = new Promise((resolve) => (this.#announce = resolve));
    this.settled = new Promise((resolve) => (this.#settle = resolve));
  }

  get runId(): string {
    return this.run.runId;
  }

  /** An attempt is on its way, or was lost on it: what was sent may be carried out much later. */
  get mayArrive(): boolean {
    return this.#isSent || this.#isLost;
  }

  /** A copy to be written: one attempt writes one end. */
  attempt(): FinishedRun {
    return this.#refusals < MOST_REFUSALS ? { ...this.run } : minimalOutcome(this.run);
  }

  /** An attempt is about to be sent. @returns the end it writes. */
  send(): RunEnd {
    this.#isSent = true;
    return this.run.end;
  }

  /** The attempt has failed. @param isAnswered whether the database has said so. */
  fail(isAnswered: boolean): void {
    this.#isLost ||= this.#isSent && !isAnswered;
    this.#isSent = false;
  }

  /** Lets others go before: something is in its way that may not be in theirs. */
  delay(retry: number): void {
    this.notBefore = performance.now() + retry * 2 ** Math.min(this.#delays++, 3);
  }

  /** @returns how often it was refused. */
  refuse(notBefore: number): number {
    this.goesAlone = true;
    this.notBefore = notBefore;
    // What was told stays.
    if (++this.#refusals === MOST_REFUSALS && !this.isAnnounced) this.run.end = refusedEnd;
    return this.#refusals;
  }

  /** Tells how it will be written, and writes nothing else from now on. */
  announce(end: RunEnd): void {
    this.run.end = end;
    this.isAnnounced = true;
    this.#announce({ end, isMine: true, settled: this.settled });
  }

  /** It is in the database, or nobody will write it here. */
  settle(saved: Omit<SavedEnd, 'settled'>): void {
    if (!this.isAnnounced) this.#announce({ ...saved, settled: this.settled });
    this.isAnnounced = true;
    this.#settle();
  }
}
