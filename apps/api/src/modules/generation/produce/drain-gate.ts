import { ParleyError } from '../../../kernel/errors.ts';

/** How many wait for the database, and how long the first of them has been waiting. */
export interface DatabaseLoad {
  readonly connections: number;
  readonly waiting: number;
  readonly longestWaitMs: number;
}

/** How many may be taken at once, however slow they are: a machine with two slow cores does as many within seconds. */
const MOST_AT_ONCE = 128;
/** How long a question may take to be taken before further ones are refused, in milliseconds. */
const SLOW = 1_000;
/** How many may be slow: one may wait for something of its own. */
const MOST_SLOW = 20;
/** How many may wait for each connection to the database when the first of them is slow. */
const MOST_WAITING = 4;
/** How many may wait at all, unless there are many connections. */
const LONGEST_QUEUE = 400;
/** When to come again, in seconds: at random, so that not all come together. */
const RETRY = { least: 2, most: 6 };

/** The door of an instance: turns that are saved to be answered here, until the server shuts down or has too much to do. */
export class DrainGate {
  readonly #load: DatabaseLoad;
  readonly #admitted = new Set<Promise<unknown>>();
  /** When each question came that is being taken. */
  readonly #taking = new Set<{ since: number }>();
  #isClosed = false;

  constructor(load: DatabaseLoad) {
    this.#load = load;
  }

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
   * Does all of the work of taking a question. One that would wait for long is refused before anything is done for it.
   * @param since when it came, by `performance.now()`.
   * @throws ParleyError RATE_LIMITED while there is too much to do, UNAVAILABLE when the server shuts down besides.
   */
  async take<T>(since: number, work: () => Promise<T>): Promise<T> {
    if (this.#isOverloaded(since)) {
      this.assertOpen();
      const retryAfter = RETRY.least + Math.floor(Math.random() * (RETRY.most - RETRY.least + 1));
      const message = `The server is overloaded. Nothing was saved. Try again in ${retryAfter} seconds.`;
      throw new ParleyError('RATE_LIMITED', message, { retryAfter });
    }
    const taken = { since };
    this.#taking.add(taken);
    return work().finally(() => this.#taking.delete(taken));
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

  #isOverloaded(since: number): boolean {
    const { connections, longestWaitMs, waiting } = this.#load;
    if (waiting > Math.max(LONGEST_QUEUE, MOST_WAITING * connections)) return true;
    if (this.#taking.size < MOST_AT_ONCE) return false;
    if (longestWaitMs > SLOW && waiting > MOST_WAITING * connections) return true;
    const slow = performance.now() - SLOW;
    let count = since < slow ? 1 : 0;
    for (const taken of this.#taking) {
      if (taken.since < slow) count++;
      if (count > MOST_SLOW) return true;
    }
    return false;
  }
}
