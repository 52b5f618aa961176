import type { Redis } from '../redis.ts';
import type { LocalTopics } from './local-topics.ts';

/** Channels of one SUBSCRIBE. */
const MAX_CHANNELS = 1_000;

/** The channels of topics: this instance listens to those that somebody here has subscribed to, unless it is alone. */
export class TopicChannels {
  readonly #redis: Redis;
  readonly #prefix: string;
  readonly #local: LocalTopics;
  /** Topics Redis was asked for on this connection. */
  #joined = new Set<string>();
  /** Topics whose first subscriber came or last one left since the last `update`. */
  #changed = new Set<string>();

  constructor(redis: Redis, prefix: string, local: LocalTopics) {
    this.#redis = redis;
    this.#prefix = prefix;
    this.#local = local;
  }

  channelOf(topic: string): string {
    return this.#prefix + topic;
  }

  topicOf(channel: string): string {
    return channel.slice(this.#prefix.length);
  }

  isJoined(topic: string): boolean {
    return this.#joined.has(topic);
  }

  noteChanged(topic: string): void {
    this.#changed.add(topic);
  }

  /** There is no connection: the next one begins with all topics there are. */
  forgetChanges(): void {
    this.#changed.clear();
  }

  /** After changes that were not noted: joins and leaves what differs. @returns what is new. */
  catchUp(): string[] {
    this.#changed = new Set([...this.#local.names(), ...this.#joined]);
    return this.update();
  }

  /** On a new connection: joins everything again. */
  rejoin(): void {
    this.#joined = new Set();
    this.#changed = new Set(this.#local.names());
    this.update();
  }

  /** Subscribes to what has its first listener and leaves what has none. @returns what is new. */
  update(): string[] {
    const topics = [...this.#changed];
    this.#changed.clear();
    const joined = topics.filter((topic) => this.#local.has(topic) && !this.#joined.has(topic));
    const left = topics.filter((topic) => !this.#local.has(topic) && this.#joined.has(topic));
    for (const topic of joined) this.#joined.add(topic);
    for (const topic of left) this.#joined.delete(topic);
    for (const some of this.#chunksOf(joined)) this.#redis.subscribe(...some).catch(() => {});
    for (const some of this.#chunksOf(left)) this.#redis.unsubscribe(...some).catch(() => {});
    return joined;
  }

  #chunksOf(topics: string[]): string[][] {
    const count = Math.ceil(topics.length / MAX_CHANNELS);
    const channels = topics.map((topic) => this.channelOf(topic));
    return Array.from({ length: count }, (_, at) => channels.slice(at * MAX_CHANNELS, (at + 1) * MAX_CHANNELS));
  }
}
