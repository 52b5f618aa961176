/** Runs out unless it is set anew. Setting the same time again, as for every token, only moves it: no timer is touched. */
export class Deadline {
  readonly #onOver: () => void;
  #timer: NodeJS.Timeout | undefined;
  #ms = 0;
  /** When time is up, by `performance.now()`; the timer may run earlier. */
  #at = 0;

  constructor(onOver: () => void) {
    this.#onOver = onOver;
  }

  /** From now on there is so much time, in milliseconds. */
  set(ms: number): void {
    this.#at = performance.now() + ms;
    if (ms === this.#ms && this.#timer !== undefined) return;
    this.#ms = ms;
    this.#start(ms);
  }

  /** From now on there is as much time as was set last, but no more than this. */
  shorten(ms: number): void {
    this.set(Math.min(ms, this.#ms));
  }

  /** There is no deadline any more. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Does not keep the process alive. */
  unref(): void {
    this.#timer?.unref();
  }

  #start(ms: number): void {
    this.clear();
    this.#timer = setTimeout(() => {
      const left = this.#at - performance.now();
      if (left > 0) this.#start(left);
      else this.#onOver();
    }, ms);
  }
}
