import type { Redis } from '../redis.ts';

/** Without an answer of Redis for this long, in milliseconds, others are not reached. */
const ANSWER_TIMEOUT = 3_000;

/** What instances tell each other about themselves; an empty one is a sign of life. */
export interface Presence {
  /** I am here (again): forget what you know about who listens. */
  isNew?: true;
  /** I listen to these topics now. */
  wanted?: string[];
  /** Messages of mine were dropped. */
  dropped?: true;
}

/** The one channel that every instance listens to, and what it tells about the others. */
export class InstanceChannel {
  readonly name: string;
  readonly #redis: Redis;
  readonly #self: string;
  readonly #onMeeting: () => void;
  #hasOthers = true;
  #answeredAt = -Infinity;

  /** @param onMeeting called when this instance was alone and is not any more. */
  constructor(redis: Redis, name: string, self: string, onMeeting: () => void) {
    this.name = name;
    this.#redis = redis;
    this.#self = self;
    this.#onMeeting = onMeeting;
  }

  /** False when Redis said that this instance is alone. */
  get hasOthers(): boolean {
    return this.#hasOthers;
  }

  /** On a new connection: others may be there, and are no news. */
  expectOthers(): void {
    this.#hasOthers = true;
  }

  /** Another instance was heard. */
  markHeard(): void {
    this.#setHasOthers(true);
  }

  /** Redis answered a moment ago. */
  get isAnswered(): boolean {
    return performance.now() - this.#answeredAt < ANSWER_TIMEOUT;
  }

  /** @returns whether Redis had ever answered on the connection that is gone. */
  forgetAnswer(): boolean {
    const wasAnswered = this.#answeredAt > -Infinity;
    this.#answeredAt = -Infinity;
    return wasAnswered;
  }

  /** Tells the other instances; the number of receivers says how many there are. */
  async tell(presence: Presence): Promise<void> {
    const receivers = await this.#redis.publish(this.name, this.#self + JSON.stringify(presence)).catch(() => null);
    if (receivers === null) return;
    this.#answeredAt = performance.now();
    this.#setHasOthers(receivers > 1);
  }

  #setHasOthers(hasOthers: boolean): void {
    const wasAlone = !this.#hasOthers;
    this.#hasOthers = hasOthers;
    if (wasAlone && hasOthers) this.#onMeeting();
  }
}
