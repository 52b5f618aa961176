import { setImmediate as nextImmediate, setTimeout as sleep } from 'node:timers/promises';
import { databaseTrouble, hasAnswered, isRefusal } from '../../../db/errors/database-away.ts';
import { logFailure } from '../../../db/errors/log-failure.ts';
import type { Log } from '../../../kernel/log.ts';
import { storageTrouble } from '../../../db/errors/storage-trouble.ts';
import type { LiveRuns } from '../live/live-runs.ts';
import type { RunFinalizer } from './run-finalizer.ts';
import type { FinishedRun, RunEnd } from '../run/finished-run.ts';
import type { RunTimes } from '../run/run-times.ts';
import { MOST_REFUSALS, type SavedEnd, UnsavedEnd } from './unsaved-end.ts';

/** Ends of one statement, and characters of their texts. */
const MAX_ENDS = 200;
const MAX_CHARACTERS = 4_000_000;
/** How often those that wait are looked at, in milliseconds. */
const LOOK_INTERVAL = 250;

const awayEnd: RunEnd = {
  status: 'INTERRUPTED',
  errorCode: null,
  errorMessage: 'The database could not be reached when this answer ended.',
};
const fullEnd: RunEnd = {
  status: 'INTERRUPTED',
  errorCode: null,
  errorMessage: 'The database took no writes when this answer ended.',
};
const takenEnd: RunEnd = {
  status: 'INTERRUPTED',
  errorCode: null,
  errorMessage: 'The end of this answer could not be saved.',
};

export interface FinalizeRetryParts {
  ending: RunFinalizer;
  live: LiveRuns;
  log: Log;
  times: RunTimes;
}

/**
 * Writes the ends of runs, those that come together with one statement, and tries again for as long as the process lives. What
 * watchers are told is what is stored, however busy the database is: they wait. Only when it cannot be reached, or takes no writes,
 * they are told after a while that the answer was interrupted; as that it is stored, with all of its text, when it can be. That is
 * told of no run whose end is on its way and may still arrive: its watchers are sent away without an end. An end that the database
 * refuses would be refused for ever: it is saved as a failure, with no more than the text.
 */
export class FinalizeRetry {
  readonly #parts: FinalizeRetryParts;
  readonly #unsaved = new Set<UnsavedEnd>();
  #isWriting = false;
  #wake: () => void = () => {};
  #isStopped = false;
  #mostEnds = MAX_ENDS;
  #watch: NodeJS.Timeout | undefined;
  /** For how long the database has said nothing to whoever writes ends; time in which this process stood still does not count. */
  #silence = 0;
  #lookedAt = 0;

  constructor(parts: FinalizeRetryParts) {
    this.#parts = parts;
  }

  /** @param logged resolves when the log writes nothing more about the run. */
  save(finished: FinishedRun, logged: Promise<void>): Promise<SavedEnd> {
    const unsaved = new UnsavedEnd(finished);
    if (this.#unsaved.size === 0) this.#silence = 0;
    this.#unsaved.add(unsaved);
    this.#startWatch();
    // The log may be waiting for a database that is away: nobody waits longer for that.
    void logged.then(() => {
      unsaved.notBefore = 0;
      this.#startWriting();
    });
    return unsaved.announced;
  }

  /** Resolves when every end that was told is in the database. */
  async settle(): Promise<void> {
    await Promise.all([...this.#unsaved].map(({ settled }) => settled));
  }

  /** Gives up what is not in the database yet: whoever looks after dead runs ends it with what was logged. */
  stop(): void {
    this.#isStopped = true;
  }

  #startWriting(): void {
    this.#wake();
    if (this.#isWriting) return;
    this.#isWriting = true;
    void this.#write();
  }

  /** The one writer: what comes while it waits for the database goes with the next statement. */
  async #write(): Promise<void> {
    // Those that end in the same turn go together.
    await nextImmediate();
    while (this.#unsaved.size > 0) {
      const batch = this.#nextBatch();
      if (batch.length > 0 && (await this.#attempt(batch))) continue;
      if (this.#isStopped) this.#giveUp();
      else if (batch.length > 0) await this.#pause();
      // Whatever ends meanwhile need not wait for those that do.
      else await Promise.race([this.#pause(), new Promise<void>((resolve) => (this.#wake = resolve))]);
    }
    this.#isWriting = false;
  }

  /** As many as go together; one that was refused with others, or alone before, goes alone. */
  #nextBatch(): UnsavedEnd[] {
    const batch: UnsavedEnd[] = [];
    let characters = 0;
    const now = performance.now();
    for (const unsaved of this.#unsaved) {
      if (unsaved.notBefore > now) continue;
      if (unsaved.goesAlone) {
        if (batch.length > 0) continue;
        return [unsaved];
      }
      characters += unsaved.characters;
      if (batch.length > 0 && characters > MAX_CHARACTERS) break;
      if (batch.push(unsaved) >= this.#mostEnds) break;
    }
    return batch;
  }

  /** @returns false when the database cannot write now. */
  async #attempt(batch: readonly UnsavedEnd[]): Promise<boolean> {
    const { ending } = this.#parts;
    const attempts = batch.map((unsaved) => unsaved.attempt());
    try {
      const ended = await ending.commit(attempts, () => {
        this.#silence = 0;
        // What was told while the connection was looked for is what is written.
        for (const [index, unsaved] of batch.entries()) attempts[index]!.end = unsaved.send();
      });
      this.#silence = 0;
      this.#mostEnds = Math.min(MAX_ENDS, this.#mostEnds * 2);
      const missing = batch.filter((unsaved) => !ended.has(unsaved.runId));
      for (const unsaved of batch) if (ended.has(unsaved.runId)) this.#done(unsaved, unsaved.run.end, true);
      if (missing.length > 0) await this.#lookFor(missing);
      return true;
    } catch (error) {
      return this.#onFailure(batch, error);
    }
  }

  /** Somebody else has ended them, or an attempt of ours that nothing was heard of. */
  async #lookFor(missing: readonly UnsavedEnd[]): Promise<void> {
    const { ending, log } = this.#parts;
    const found = await ending.findEnds(missing.map(({ runId }) => runId));
    for (const unsaved of missing) {
      const there = found.get(unsaved.runId);
      const isMine = there !== undefined && there.leaseOwner === unsaved.run.leaseOwner;
      if (isMine && there.end) this.#done(unsaved, there.end, true);
      else if (isMine) {
        // Open, and not to be written: it is tried again.
        unsaved.fail(true);
        unsaved.delay(this.#parts.times.retry);
      } else {
        log.warn({ runId: unsaved.runId }, 'run was taken over by another instance');
        // What is not in the database must not be told as if it were: whoever takes a run over decides how it ended.
        this.#done(unsaved, there?.end ?? takenEnd, false);
      }
    }
  }

  #onFailure(batch: readonly UnsavedEnd[], error: unknown): boolean {
    const { log, times } = this.#parts;
    const isRefused = isRefusal(error);
    const trouble = databaseTrouble(error);
    const isAnswered = hasAnswered(error);
    if (isAnswered && trouble !== 'away') this.#silence = 0;
    for (const unsaved of batch) unsaved.fail(isAnswered);
    if (isRefused && batch.length > 1) {
      for (const unsaved of batch) unsaved.goesAlone = true;
      return true;
    }
    if (isRefused) {
      const [unsaved] = batch as [UnsavedEnd];
      const refusals = unsaved.refuse(performance.now() + times.retry);
      // A refusal is news once for the whole end, and once for the bare one.
      if (refusals !== 1 && refusals !== MOST_REFUSALS + 1) return true;
      log.error({ runId: unsaved.runId, error }, 'the result of a run could not be saved');
      return true;
    }
    logFailure(log, { ends: this.#unsaved.size }, error, 'the results of runs could not be saved');
    const isBlocked = storageTrouble(error) !== null;
    for (const unsaved of batch) unsaved.blockedSince = isBlocked ? (unsaved.blockedSince ?? performance.now()) : null;
    if (trouble !== 'busy' || !isAnswered) return false;
    // Of those that went together one may be locked, or all take too long: fewer go next, and others before these.
    this.#mostEnds = Math.max(1, Math.floor(batch.length / 2));
    for (const unsaved of batch) {
      unsaved.delay(times.retry);
      this.#unsaved.delete(unsaved);
      this.#unsaved.add(unsaved);
    }
    return true;
  }

  #done(unsaved: UnsavedEnd, end: RunEnd, isMine: boolean): void {
    this.#unsaved.delete(unsaved);
    this.#parts.live.forgetUnsaved(unsaved.runId);
    unsaved.settle({ end, isMine });
  }

  /** Instances that were refused together do not come back together. */
  #pause(): Promise<void> {
    const { retry } = this.#parts.times;
    return sleep(retry * (0.75 + Math.random() / 2), undefined, { ref: false });
  }

  #giveUp(): void {
    for (const unsaved of this.#unsaved) {
      this.#unsaved.delete(unsaved);
      unsaved.settle({ end: awayEnd, isMine: false });
    }
  }

  #startWatch(): void {
    if (this.#watch) return;
    this.#lookedAt = performance.now();
    this.#watch = setInterval(() => this.#lookAtWaiting(), LOOK_INTERVAL).unref();
  }

  #lookAtWaiting(): void {
    if (this.#unsaved.size === 0) {
      clearInterval(this.#watch);
      this.#watch = undefined;
      return;
    }
    const { live, times } = this.#parts;
    const now = performance.now();
    this.#silence += Math.min(now - this.#lookedAt, 2 * LOOK_INTERVAL);
    this.#lookedAt = now;
    for (const unsaved of this.#unsaved) {
      const isAway = Math.min(this.#silence, now - unsaved.since) >= times.patience;
      const isBlocked = unsaved.blockedSince !== null && now - unsaved.blockedSince >= times.patience;
      if (unsaved.isAnnounced || !(isAway || isBlocked)) continue;
      if (unsaved.mayArrive) {
        if (isAway) live.get(unsaved.runId)?.dismissWatchers(times.patience);
        continue;
      }
      live.keepUnsaved(unsaved.runId);
      unsaved.announce(isAway ? awayEnd : fullEnd);
    }
  }
}
