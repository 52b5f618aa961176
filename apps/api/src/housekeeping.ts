import type { Log } from './kernel/log.ts';

const INTERVAL = 60 * 60 * 1_000;

/** Work that is due every hour, and once at the start. */
export class Housekeeping {
  readonly #tasks: Readonly<Record<string, () => Promise<unknown>>>;
  readonly #log: Log;
  #timer: NodeJS.Timeout | undefined;

  /** @param tasks by the name the log gives them; one that fails does not stop the others. */
  constructor(tasks: Readonly<Record<string, () => Promise<unknown>>>, log: Log) {
    this.#tasks = tasks;
    this.#log = log;
  }

  start(): void {
    this.#timer = setInterval(() => void this.run(), INTERVAL);
    this.#timer.unref();
    void this.run();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Does everything once. Never rejects. */
  async run(): Promise<void> {
    for (const [task, work] of Object.entries(this.#tasks)) {
      await work().catch((error: unknown) => this.#log.error({ task, error }, 'housekeeping failed'));
    }
  }
}
