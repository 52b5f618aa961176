import { setTimeout as sleep } from 'node:timers/promises';
import type { RunEvent } from '@parley/run-events';

/** Who receives the events of a run, in order. */
export interface RunSink {
  event(event: RunEvent): void;
  /** Nothing comes any more: after RunEnded, or because the log could not be read. */
  done(error?: unknown): void;
  /** Resolves when the receiver can take more, undefined when it can at once; asked after each event of a replay. */
  drained(): Promise<void> | undefined;
}

/** What is known of a run after a cursor; `isOver` when nothing will follow. */
export interface Backlog {
  events: Iterable<RunEvent>;
  isOver: boolean;
}

/** Where a follower gets what it was not told live. */
export interface RunSource {
  read(cursor: number): Backlog | Promise<Backlog>;
  /** Has the instance that generates the run tell again what came after the cursor, as far as its memory reaches. */
  requestTail(cursor: number): void;
}

/** How long to wait before the log is read again for events that were announced but are not on disk yet, in ms. */
const FIRST_DELAY = 50;
const MAX_DELAY = 1_000;
/** How long a log that was readable before may stay unreadable, in milliseconds. */
const PATIENCE = 10_000;
/** Live events kept while the backlog is delivered; what falls out is read from the log again. */
const MAX_WAITING = 1_000;

/**
 * One subscriber: puts backlog and live events into one gapless row. Live events may come late, twice, in any order or
 * not at all; what is missing is read from the log.
 */
export class RunFollower {
  readonly #sink: RunSink;
  readonly #source: RunSource;
  #cursor: number;
  /** Live events that came while the backlog is being delivered; null when up to date. */
  #waiting: RunEvent[] | null = [];
  #isClosed = false;
  #hasRead = false;
  #unsubscribe: () => void = () => {};

  constructor(after: number, sink: RunSink, source: RunSource) {
    this.#cursor = after;
    this.#sink = sink;
    this.#source = source;
  }

  /** The number of the last event that was delivered. */
  get cursor(): number {
    return this.#cursor;
  }

  /** @param unsubscribe called once, when nothing more is wanted. */
  start(unsubscribe: () => void): void {
    this.#unsubscribe = unsubscribe;
    this.#begin();
  }

  receive(event: RunEvent): void {
    if (!this.#waiting) return this.#deliver(event);
    this.#waiting.push(event);
    if (this.#waiting.length > MAX_WAITING) this.#waiting.shift();
  }

  /** Live events may have been missed: looks into the log. */
  recheck(): void {
    if (this.#isClosed || this.#waiting) return;
    this.#waiting = [];
    this.#begin();
  }

  /** Nothing more can be said now: whoever follows may come again. */
  fail(error: unknown): void {
    this.#finish(error);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#unsubscribe();
  }

  #begin(): void {
    this.#catchUp().catch((error: unknown) => this.#finish(error));
  }

  async #catchUp(): Promise<void> {
    let delay = FIRST_DELAY;
    while (!this.#isClosed) {
      const { events, isOver } = await this.#read();
      await this.#replay(events);
      if (isOver) return this.#finish();
      this.#source.requestTail(this.#cursor);
      if (this.#goLive()) return;
      await sleep(delay, undefined, { ref: false });
      // What was asked for has usually come meanwhile.
      if (this.#isClosed || this.#goLive()) return;
      delay = Math.min(delay * 1.5, MAX_DELAY);
    }
  }

  /** A log that was there before is waited for: what is missing must not look like the end. */
  async #read(): Promise<Backlog> {
    const deadline = this.#hasRead ? performance.now() + PATIENCE : 0;
    for (;;) {
      try {
        const backlog = await this.#source.read(this.#cursor);
        this.#hasRead = true;
        return backlog;
      } catch (error) {
        if (this.#isClosed || performance.now() >= deadline) throw error;
        await sleep(MAX_DELAY, undefined, { ref: false });
      }
    }
  }

  async #replay(events: Iterable<RunEvent>): Promise<void> {
    for (const event of events) {
      this.#deliver(event);
      if (this.#isClosed) return;
      const drained = this.#sink.drained();
      if (drained) await drained;
      if (this.#isClosed) return;
    }
  }

  /** @returns false when there is a gap before what came meanwhile. */
  #goLive(): boolean {
    const waiting = [...(this.#waiting ?? [])].sort((one, other) => one.sequence - other.sequence);
    let last = this.#cursor;
    let isGapless = true;
    for (const { sequence } of waiting) {
      isGapless &&= sequence <= last + 1;
      last = Math.max(last, sequence);
    }
    if (!isGapless && !waiting.some((event) => isEndOfLostRun(event, this.#cursor))) return false;
    this.#waiting = null;
    for (const event of waiting) this.#deliver(event);
    return true;
  }

  #deliver(event: RunEvent): void {
    if (this.#isClosed) return;
    if (event.sequence > this.#cursor + 1) return this.#reopen(event);
    if (event.sequence === this.#cursor + 1) this.#send(event);
    // The client has seen what was lost: the end comes after all it knows.
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
    if (this.#waiting) return void this.#waiting.push(event);
    this.#waiting = [event];
    this.#begin();
  }

  #finish(error?: unknown): void {
    if (this.#isClosed) return;
    this.close();
    this.#sink.done(error);
  }
}

/**
 * Is this the end of a run that was ended in place of its instance, for a client that saw events which were lost with that? The
 * last event it saw may even have the number that the end was given, which only such ends can.
 */
function isEndOfLostRun(event: RunEvent, cursor: number): boolean {
  if (event.__typename !== 'RunEnded') return false;
  const isUnfinished = event.status === 'INTERRUPTED' || event.status === 'CANCELLED';
  return event.sequence < cursor || (event.sequence === cursor && isUnfinished);
}
