import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../../kernel/log.ts';
import type { LiveRuns } from './live-runs.ts';
import type { FinishedRun, RunEnding } from './run-ending.ts';
import type { RunEnd } from './run-recorder.ts';

/** How long watchers wait for an end that cannot be saved, in milliseconds. */
const PATIENCE = 10_000;
const ATTEMPT_INTERVAL = 1_000;

const lateEnd: RunEnd = {
  status: 'INTERRUPTED',
  errorCode: null,
  errorMessage: 'The database could not be reached when this answer ended.',
};
const takenEnd: RunEnd = {
  status: 'INTERRUPTED',
  errorCode: null,
  errorMessage: 'The end of this answer could not be saved.',
};

/** How the end of a run was saved. */
export interface SavedEnd {
  /** What its watchers may be told. */
  end: RunEnd;
  /** False when somebody else has ended the run. */
  isMine: boolean;
  /** Resolves when it is in the database, which may be long after it was told. */
  settled: Promise<unknown>;
}

export interface RunSaverParts {
  ending: RunEnding;
  live: LiveRuns;
  log: Log;
}

/**
 * Writes the ends of runs. While the database is away it tries again and again: watchers are told after a while that the answer was
 * interrupted, and as that it is stored, with all of its text, when the database is back.
 */
export class RunSaver {
  readonly #parts: RunSaverParts;
  readonly #unsettled = new Set<Promise<unknown>>();
  #isStopped = false;

  constructor(parts: RunSaverParts) {
    this.#parts = parts;
  }

  /** @param logged resolves when the log writes nothing more about the run. */
  async save(finished: FinishedRun, logged: Promise<void>): Promise<SavedEnd> {
    const { live } = this.#parts;
    const order = { ...finished };
    const saving = logged.then(() => this.#persist(order));
    const saved = await Promise.race([saving, sleep(PATIENCE, null, { ref: false })]);
    if (saved) return { ...saved, settled: saving };
    order.end = lateEnd;
    live.keepUnsaved(finished.runId);
    const settled = saving.then(() => {
      live.forgetUnsaved(finished.runId);
      this.#unsettled.delete(settled);
    });
    this.#unsettled.add(settled);
    return { end: lateEnd, isMine: true, settled };
  }

  /** Resolves when every end that was told is in the database. */
  async settle(): Promise<void> {
    await Promise.all(this.#unsettled);
  }

  /** Gives up what is not in the database yet: whoever looks after dead runs ends it with what was logged. */
  stop(): void {
    this.#isStopped = true;
  }

  /** @param order whose `end` may change between two attempts. */
  async #persist(order: FinishedRun): Promise<Pick<SavedEnd, 'end' | 'isMine'>> {
    const { ending, log } = this.#parts;
    const { runId } = order;
    for (;;) {
      // A copy: one attempt writes one end.
      const attempt = { ...order };
      try {
        if (await ending.commit(attempt)) return { end: attempt.end, isMine: true };
        log.warn({ runId }, 'run was ended by another instance');
        // What is not in the database must not be told as if it were: whoever takes a run over decides how it ended.
        return { end: (await ending.foundEnd(runId)) ?? takenEnd, isMine: false };
      } catch (error) {
        log.error({ runId, error }, 'the end of a run could not be saved');
        if (this.#isStopped) return { end: lateEnd, isMine: false };
        await sleep(ATTEMPT_INTERVAL, undefined, { ref: false });
      }
    }
  }
}
