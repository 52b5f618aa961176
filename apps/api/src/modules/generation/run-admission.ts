import { ParleyError } from '../../kernel/errors.ts';

/** The door of an instance: turns that are saved to be answered here, until the server shuts down. */
export class RunAdmission {
  readonly #admitted = new Set<Promise<unknown>>();
  #isClosed = false;

  /** False while the server shuts down. */
  get isOpen(): boolean {
    return !this.#isClosed;
  }

  /** @throws ParleyError UNAVAILABLE while the server shuts down. */
  assertOpen(): void {
    if (this.isOpen) return;
    throw new ParleyError('UNAVAILABLE', 'The server is restarting. Try again in a few seconds.', { retryAfter: 10 });
  }

  /**
   * Does what ends with starting a run, unless the server shuts down, which waits for it.
   * @throws ParleyError UNAVAILABLE while the server shuts down.
   */
  async admit<T>(work: () => Promise<T>): Promise<T> {
    this.assertOpen();
    const working = work();
    this.#admitted.add(working);
    return working.finally(() => this.#admitted.delete(working));
  }

  close(): void {
    this.#isClosed = true;
  }

  /** What was admitted and has not begun yet. */
  pending(): Promise<unknown>[] {
    return [...this.#admitted];
  }
}
