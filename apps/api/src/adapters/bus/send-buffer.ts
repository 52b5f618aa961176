/** How long a topic is left alone after nobody elsewhere was found to listen, in milliseconds. */
const QUIET_FOR = 1_000;
/** Messages kept for one sending; a sending follows within milliseconds. */
const MAX_MESSAGES = 20_000;

/** Messages of one topic that are sent as one. */
export interface Batch {
  topic: string;
  messages: readonly unknown[];
}

/** What waits to be sent to other instances, and which topics nobody there listens to. */
export class SendBuffer {
  #batches = new Map<string, unknown[]>();
  #count = 0;
  readonly #quietUntil = new Map<string, number>();
  #wakes = 0;

  /** How often topics were woken: what was learnt before the last time may be out of date. */
  get wakes(): number {
    return this.#wakes;
  }

  get isEmpty(): boolean {
    return this.#count === 0;
  }

  /** @returns false when the box is full and the message was dropped. */
  add(topic: string, message: unknown): boolean {
    if (this.#quietUntil.size > 0 && this.#isQuiet(topic)) return true;
    if (this.#count >= MAX_MESSAGES) return false;
    this.#count++;
    const batch = this.#batches.get(topic);
    if (batch) batch.push(message);
    else this.#batches.set(topic, [message]);
    return true;
  }

  /** Empties the box. */
  take(): Batch[] {
    const batches = [...this.#batches].map(([topic, messages]) => ({ topic, messages }));
    this.#batches = new Map();
    this.#count = 0;
    return batches;
  }

  /** Nobody elsewhere listens to a topic: its messages are dropped for a while. */
  quieten(topic: string): void {
    this.#quietUntil.set(topic, performance.now() + QUIET_FOR);
  }

  /** Somebody elsewhere listens to these topics now; without a list, perhaps to any. */
  wake(topics?: readonly string[]): void {
    this.#wakes++;
    if (topics) for (const topic of topics) this.#quietUntil.delete(topic);
    else this.#quietUntil.clear();
  }

  /** Forgets topics whose quiet time is over. */
  sweep(): void {
    const now = performance.now();
    for (const [topic, until] of this.#quietUntil) if (until <= now) this.#quietUntil.delete(topic);
  }

  #isQuiet(topic: string): boolean {
    const until = this.#quietUntil.get(topic);
    if (until === undefined) return false;
    if (until > performance.now()) return true;
    this.#quietUntil.delete(topic);
    return false;
  }
}
