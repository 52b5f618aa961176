import type { ModelEvent } from '../../ports/language-model.ts';

export interface Restartable {
  /** Begins an attempt, counted from 0. */
  open(attempt: number): AsyncIterable<ModelEvent>;
  /** Whether another attempt follows one that failed before its first event; may wait before it says so. */
  mayRestart(error: unknown, attempt: number): boolean | Promise<boolean>;
  /** An attempt has begun to speak. */
  begun?(attempt: number): void;
}

/**
 * A stream that may begin again as long as it has said nothing: what a reader may have seen is never asked for twice.
 * After the first event nothing stands between the source and the reader: every token comes this way.
 */
export function restartableStream(source: Restartable): AsyncIterableIterator<ModelEvent, void, undefined> {
  return new RestartableStream(source);
}

class RestartableStream implements AsyncIterableIterator<ModelEvent, void, undefined> {
  readonly #source: Restartable;
  #current: AsyncIterator<ModelEvent, void, undefined> | undefined;
  #hasSpoken = false;

  constructor(source: Restartable) {
    this.#source = source;
  }

  next(): Promise<IteratorResult<ModelEvent, void>> {
    return this.#hasSpoken ? this.#current!.next() : this.#first();
  }

  async return(): Promise<IteratorResult<ModelEvent, void>> {
    await this.#current?.return?.();
    return { value: undefined, done: true };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async #first(): Promise<IteratorResult<ModelEvent, void>> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        this.#current = this.#source.open(attempt)[Symbol.asyncIterator]();
        const result = await this.#current.next();
        this.#hasSpoken = true;
        this.#source.begun?.(attempt);
        return result;
      } catch (error) {
        if (!(await this.#source.mayRestart(error, attempt))) throw error;
      }
    }
  }
}
