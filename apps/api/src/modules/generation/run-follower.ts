import { setTimeout as sleep } from 'node:timers/promises';
import type { RunEvent } from '@parley/run-events';

/** Who receives the events of a run, in order. */
export interface RunSink {
  event(event: RunEvent): void;
  /** Nothing comes any more: after RunEnded, or because the log could not be read. */
  done(error?: unknown): void;
  /** Resolves when the receiver can take more; asked between stretches of a long replay. */
  drained(): Promise<void> | undefined;
}

/** What is known of a run after a cursor; `isOver` when nothing will follow. */
export interface Backlog {
  events: Iterable<RunEvent>;
  isOver: boolean;
}

/** How long to wait before the log is read again for events that were announced but are not on disk yet, in ms. */
const GAP_DELAY = 50;
/** Live events kept while the backlog is delivered; what falls out is read from the log again. */
const MAX_WAITING = 1_000;
/** Events of a replay between two looks at the receiver. */
const STRETCH = 256;

/** One subscriber: puts backlog and live events into one gapless row. */
export class RunFollower {
  readonly #sink: RunSink;
  readonly #read: (cursor: number) => Backlog | Promise<Backlog>;
  #cursor: number;
  /** Live events that came while the backlog is being delivered; null when up to date. */
  #waiting: RunEvent[] | null = [];
  #isClosed = false;
  #unsubscribe: () => void = () => {};

  constructor(after: number, sink: RunSink, read: (cursor: number) => Backlog | Promise<Backlog>) {
    this.#cursor = after;
    this.#sink = sink;
    this.#read = read;
  }

  /** @param unsubscribe called once, when nothing more is wanted. */
  start(unsubscribe: () => void): void {
    this.#unsubscribe = unsubscribe;
    this.#catchUp().catch((error: unknown) => this.#finish(error));
  }

  receive(event: RunEvent): void {
    if (!this.#waiting) return this.#deliver(event);
    this.#waiting.push(event);
    if (this.#waiting.length > MAX_WAITING) this.#waiting.shift();
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#unsubscribe();
  }

  async #catchUp(): Promise<void> {
    while (!this.#isClosed) {
      const { events, isOver } = await this.#read(this.#cursor);
      await this.#replay(events);
      if (isOver) return this.#finish();
      if (this.#goLive()) return;
      await sleep(GAP_DELAY, undefined, { ref: false });
    }
  }

  async #replay(events: Iterable<RunEvent>): Promise<void> {
    let count = 0;
    for (const event of events) {
      this.#deliver(event);
      if (++count % STRETCH === 0) await this.#sink.drained();
      if (this.#isClosed) return;
    }
  }

  /** @returns false when there is a gap before what came meanwhile. */
  #goLive(): boolean {
    const waiting = this.#waiting ?? [];
    const isGapless = waiting.every(
      (event, index) => event.sequence <= (index === 0 ? this.#cursor : waiting[index - 1]!.sequence) + 1,
    );
    if (!isGapless && !isEndOfLostRun(waiting.at(-1), this.#cursor)) return false;
    this.#waiting = null;
    for (const event of waiting) this.#deliver(event);
    return true;
  }

  #deliver(event: RunEvent): void {
    if (this.#isClosed) return;
    if (event.sequence > this.#cursor + 1) return this.#reopen(event);
    if (event.sequence === this.#cursor + 1) this.#send(event);
    // The client has seen what a crash then lost: the end comes after all it knows.
    else if (isEndOfLostRun(event, this.#cursor)) this.#send({ ...event, sequence: this.#cursor + 1 });
    if (event.__typename === 'RunEnded') this.#finish();
  }

  #send(event: RunEvent): void {
    this.#cursor = event.sequence;
    try {
      this.#sink.event(event);
    } catch (error) {
      // A receiver in trouble must not reach the writer that is publishing.
      this.#finish(error);
    }
  }

  /** A live event came before one that was missed: back to the log. */
  #reopen(event: RunEvent): void {
    this.#waiting = [event];
    this.#catchUp().catch((error: unknown) => this.#finish(error));
  }

  #finish(error?: unknown): void {
    if (this.#isClosed) return;
    this.close();
    this.#sink.done(error);
  }
}

/**
 * Is this the end of a run that lost events in a crash, for a client that saw them? The last event it saw may even
 * have the number that the end was given, which only an interrupted run's end can.
 */
function isEndOfLostRun(event: RunEvent | undefined, cursor: number): boolean {
  if (event?.__typename !== 'RunEnded') return false;
  return event.sequence < cursor || (event.sequence === cursor && event.status === 'INTERRUPTED');
}
