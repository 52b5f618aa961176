import { logFailure } from '../../../db/errors/log-failure.ts';
import type { Log } from '../../../kernel/log.ts';
import type { RunTimes } from '../run/run-times.ts';

export interface IntervalOptions {
  /** Milliseconds from the end of one execution to the next. */
  interval: number;
  times: RunTimes;
  log: Log;
  /** Logged when the work fails. */
  problem: string;
}

/** Repeats some work; after a failure it is tried again sooner. */
export class IntervalWork {
  readonly #work: () => Promise<void>;
  readonly #options: IntervalOptions;
  #timer: NodeJS.Timeout | undefined;
  #isRunning = false;
  #failedAt = -Infinity;

  constructor(work: () => Promise<void>, options: IntervalOptions) {
    this.#work = work;
    this.#options = options;
  }

  /** When the work last failed, by `performance.now()`. */
  get failedAt(): number {
    return this.#failedAt;
  }

  start(): void {
    this.#isRunning = true;
    this.#schedule(this.#options.interval);
  }

  stop(): void {
    this.#isRunning = false;
    clearTimeout(this.#timer);
  }

  #schedule(delay: number): void {
    this.#timer = setTimeout(() => void this.#run(), delay);
  }

  async #run(): Promise<void> {
    const { interval, log, problem, times } = this.#options;
    const next = await this.#work().then(
      () => interval,
      (error: unknown) => {
        this.#failedAt = performance.now();
        logFailure(log, {}, error, problem);
        return Math.min(times.retry, interval);
      },
    );
    if (this.#isRunning) this.#schedule(next);
  }
}
