/** Runs something when asked to, with a pause between two times; after a longer one it runs at once. */
export class Throttle {
  readonly #interval: number;
  readonly #run: () => void;
  #waiting: NodeJS.Timeout | NodeJS.Immediate | undefined;
  #ranAt = -Infinity;
  #isStopped = false;

  /** @param interval least time between two times, in milliseconds. */
  constructor(interval: number, run: () => void) {
    this.#interval = interval;
    this.#run = run;
  }

  ask(): void {
    if (this.#waiting || this.#isStopped) return;
    const wait = this.#ranAt + this.#interval - performance.now();
    const run = (): void => {
      this.#waiting = undefined;
      this.#ranAt = performance.now();
      this.#run();
    };
    this.#waiting = wait > 0 ? setTimeout(run, wait) : setImmediate(run);
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#waiting as NodeJS.Timeout);
    clearImmediate(this.#waiting as NodeJS.Immediate);
    this.#waiting = undefined;
  }
}
