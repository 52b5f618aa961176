import { setTimeout as sleep } from 'node:timers/promises';
import { isRefusal } from '../../kernel/database-away.ts';
import type { Log } from '../../kernel/log.ts';
import { bareEnding } from './bare-ending.rules.ts';
import type { LiveRuns } from './live-runs.ts';
import type { FinishedRun, RunEnding } from './run-ending.ts';
import type { RunEnd } from './run-recorder.ts';

/** How long watchers wait for an end that cannot be saved, in milliseconds. */
const PATIENCE = 10_000;
const ATTEMPT_INTERVAL = 1_000;
/** How often the database may refuse an end before it gets a bare one. */
const MOST_REFUSALS = 3;

const lateEnd: RunEnd = {
  status: 'INTERRUPTED',
  errorCode: null,
  errorMessage: 'The database could not be reached when this answer ended.',
};
const refusedEnd: RunEnd = {
  status: 'FAILED',
  errorCode: 'INTERNAL',
  errorMessage: 'This answer could not be saved as it was: only its text was kept. Try again or choose another model.',
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
 * interrupted, and as that it is stored, with all of its text, when the database is back. An end that the database refuses
 * would be refused for ever: it is saved as a failure, with no more than the text.
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
    let refusals = 0;
    for (;;) {
      // A copy: one attempt writes one end.
      const attempt = refusals < MOST_REFUSALS ? { ...order } : bareEnding(order);
      try {
        if (await ending.commit(attempt)) return { end: attempt.end, isMine: true };
        log.warn({ runId }, 'run was ended by another instance');
        // What is not in the database must not be told as if it were: whoever takes a run over decides how it ended.
        return { end: (await ending.foundEnd(runId)) ?? takenEnd, isMine: false };
      } catch (error) {
        const isRefused = isRefusal(error);
        if (isRefused) refusals++;
        // A refusal is news once for the whole end, and once for the bare one.
        const isNews = !isRefused || refusals === 1 || refusals === MOST_REFUSALS + 1;
        if (isNews) log.error({ runId, error }, 'the end of a run could not be saved');
        if (this.#isStopped) return { end: lateEnd, isMine: false };
        // What was told stays.
        if (refusals === MOST_REFUSALS && order.end !== lateEnd) order.end = refusedEnd;
        await sleep(ATTEMPT_INTERVAL, undefined, { ref: false });
      }
    }
  }
}
