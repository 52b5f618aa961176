import type { Redis } from '../redis.ts';
import type { Batch, SendBuffer } from './send-buffer.ts';
import type { TopicChannels } from './redis-topics.ts';

/** Characters that were sent and not confirmed; beyond it, Redis is too slow and messages are dropped. */
const MAX_IN_FLIGHT = 16 * 1024 * 1024;

interface Payload {
  topic: string;
  text: string;
}

/** Sends bundles to the channels of their topics, as much as Redis takes, and learns where nobody listens. */
export class BatchPublisher {
  readonly #redis: Redis;
  readonly #self: string;
  readonly #sendBuffer: SendBuffer;
  readonly #topics: TopicChannels;
  readonly #onDropped: () => void;
  #inFlight = 0;

  constructor(redis: Redis, self: string, sendBuffer: SendBuffer, topics: TopicChannels, onDropped: () => void) {
    this.#redis = redis;
    this.#self = self;
    this.#sendBuffer = sendBuffer;
    this.#topics = topics;
    this.#onDropped = onDropped;
  }

  /** Everything that was sent is confirmed or lost. */
  get isIdle(): boolean {
    return this.#inFlight === 0;
  }

  /** Resolves when these are confirmed or lost. */
  async publish(batches: readonly Batch[]): Promise<void> {
    const { payloads, size } = this.#pack(batches);
    if (payloads.length === 0) return;
    const pipeline = this.#redis.pipeline();
    for (const { topic, text } of payloads) pipeline.publish(this.#topics.channelOf(topic), text);
    const heardHere = payloads.map(({ topic }) => (this.#topics.isJoined(topic) ? 1 : 0));
    this.#inFlight += size;
    const { wakes } = this.#sendBuffer;
    const results = await pipeline.exec().catch(() => null);
    this.#inFlight -= size;
    // Somebody may have begun to listen after these were counted.
    if (wakes !== this.#sendBuffer.wakes) return;
    results?.forEach(([error, receivers], index) => {
      if (!error && receivers === heardHere[index]) this.#sendBuffer.quieten(payloads[index]!.topic);
    });
  }

  /** As much of the bundles as may be under way; the rest is dropped. */
  #pack(batches: readonly Batch[]): { payloads: Payload[]; size: number } {
    const payloads: Payload[] = [];
    let size = 0;
    for (const { topic, messages } of batches) {
      const texts: string[] = [];
      for (const message of messages) {
        const text = JSON.stringify(message);
        if (this.#inFlight + size + text.length > MAX_IN_FLIGHT) {
          this.#onDropped();
          break;
        }
        size += text.length;
        texts.push(text);
      }
      if (texts.length > 0) payloads.push({ topic, text: `${this.#self}[${texts.join(',')}]` });
    }
    return { payloads, size };
  }
}
