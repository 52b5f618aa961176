import type { RunEvent } from '@parley/run-events';
import type { RunSink } from './run-follower.ts';

const over: IteratorResult<RunEvent, undefined> = { value: undefined, done: true };

/** Events on their way to a reader who takes them one by one; what comes faster waits here. */
export class RunEventQueue implements RunSink, AsyncIterableIterator<RunEvent, undefined> {
  #events: RunEvent[] = [];
  #taken = 0;
  #end: { error: unknown } | undefined;
  #wakeReader: () => void = () => {};
  #wakeWriter: () => void = () => {};
  /** Stops what fills the queue. */
  onReturn: () => void = () => {};

  event(event: RunEvent): void {
    this.#events.push(event);
    this.#wakeReader();
  }

  done(error?: unknown): void {
    this.#end ??= { error };
    this.#wakeReader();
  }

  drained(): Promise<void> | undefined {
    if (this.#isEmpty || this.#end) return undefined;
    return new Promise((resolve) => (this.#wakeWriter = resolve));
  }

  async next(): Promise<IteratorResult<RunEvent, undefined>> {
    while (this.#isEmpty) {
      if (this.#end?.error !== undefined) throw this.#end.error;
      if (this.#end) return over;
      await new Promise<void>((resolve) => (this.#wakeReader = resolve));
    }
    const value = this.#events[this.#taken++]!;
    if (this.#isEmpty) this.#clear();
    return { value, done: false };
  }

  async return(): Promise<IteratorResult<RunEvent, undefined>> {
    this.onReturn();
    this.#clear();
    this.done();
    return over;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  get #isEmpty(): boolean {
    return this.#taken === this.#events.length;
  }

  #clear(): void {
    this.#events = [];
    this.#taken = 0;
    this.#wakeWriter();
  }
}
