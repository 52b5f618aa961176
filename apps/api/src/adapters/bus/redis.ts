import type { Log } from '../../kernel/log.ts';
import type { Bus } from '../../ports/bus.ts';
import { createRedisConnection, openRedis, type Redis, type RedisSettings } from '../redis.ts';
import { LocalTopics } from './local-topics.ts';
import { type Bundle, Outbox } from './outbox.ts';

/** Least time between two sendings, in milliseconds; the first after a pause goes out at once. */
const SEND_INTERVAL = 8;
const BEAT_INTERVAL = 1_000;
/** Without an answer to a beat for this long, others are not reached. */
const BEAT_TIMEOUT = 3_000;
/** Characters that were sent and not confirmed; beyond it, Redis is too slow and messages are dropped. */
const MAX_IN_FLIGHT = 16 * 1024 * 1024;
/** Channels of one SUBSCRIBE. */
const MAX_CHANNELS = 1_000;
const CLOSE_TIMEOUT = 500;

export interface RedisBusOptions extends RedisSettings {
  /** Different for every running instance. */
  instanceId: string;
  log: Log;
}

/** What instances tell each other about themselves; an empty note is a sign of life. */
interface Note {
  /** I am here (again): forget what you know about who listens. */
  isNew?: true;
  /** I listen to these topics now. */
  wanted?: string[];
  /** Messages of mine were dropped. */
  dropped?: true;
}

/**
 * Connects and joins the other instances.
 * @throws Error that says what to change when the server refuses or is too old; one that is away is waited for.
 */
export async function createRedisBus(options: RedisBusOptions): Promise<Bus> {
  const redis = createRedisConnection(options.url, `parley-bus-${options.instanceId}`);
  const bus = new RedisBus(redis, options);
  await openRedis(redis, options.log);
  await bus.joined;
  // A connection of the old protocol can do nothing but listen once it listens.
  if (redis.mode === 'subscriber') {
    redis.disconnect();
    throw new Error(
      `Redis at ${redis.options.host}:${redis.options.port} is too old. Use Redis 6 or newer, or Valkey.`,
    );
  }
  return bus;
}

/**
 * A bus over Redis channels. Messages to subscribers of this instance never leave it; others get them in bundles, and
 * only for topics somebody there listens to. One connection subscribes and publishes, so that an instance that asks
 * for something is already listening when it is asked for.
 */
class RedisBus implements Bus {
  /** Resolves when this instance first listens, or at once when Redis is away. */
  joined: Promise<void> = Promise.resolve();
  readonly #redis: Redis;
  readonly #log: Log;
  readonly #self: string;
  readonly #topicPrefix: string;
  readonly #commonChannel: string;
  readonly #local = new LocalTopics();
  readonly #missed = new Set<() => void>();
  readonly #outbox = new Outbox();
  /** Topics Redis was asked for on this connection. */
  #joinedTopics = new Set<string>();
  /** Topics whose first subscriber came or last one left since the last sending. */
  #changedTopics = new Set<string>();
  #sending: NodeJS.Timeout | NodeJS.Immediate | undefined;
  #sentAt = 0;
  #beat: NodeJS.Timeout;
  #answeredAt = -Infinity;
  #others = 1;
  #inFlight = 0;
  #hasDropped = false;
  #wasAway = false;
  #isClosed = false;

  constructor(redis: Redis, { prefix, instanceId, log }: RedisBusOptions) {
    this.#redis = redis;
    this.#log = log;
    this.#self = instanceId;
    this.#topicPrefix = `${prefix}:topic:`;
    this.#commonChannel = `${prefix}:instances`;
    redis.on('message', (channel, payload) => this.#receive(channel, payload));
    redis.on('ready', () => (this.joined = this.#join()));
    redis.on('close', () => this.#noteAway());
    this.#beat = setInterval(() => this.#sendBeat(), BEAT_INTERVAL);
    this.#beat.unref();
  }

  publish<T>(topic: string, message: T): void {
    this.#local.deliver(topic, message);
    if (this.#others === 0 || !this.#isReady) return;
    if (!this.#outbox.add(topic, message)) this.#noteDropped();
    if (!this.#outbox.isEmpty) this.#schedule();
  }

  subscribe<T>(topic: string, listener: (message: T) => void, missed?: () => void): () => void {
    const subscriber = (message: T): void => listener(message);
    if (this.#local.add(topic, subscriber)) this.#noteChanged(topic);
    const onMissed = missed && ((): void => missed());
    if (onMissed) this.#missed.add(onMissed);
    return () => {
      if (this.#local.remove(topic, subscriber)) this.#noteChanged(topic);
      if (onMissed) this.#missed.delete(onMissed);
    };
  }

  isHealthy(): boolean {
    return this.#isReady && performance.now() - this.#answeredAt < BEAT_TIMEOUT;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#beat);
    this.#cancelSending();
    if (this.#isReady) await this.#sayGoodbye();
    this.#redis.disconnect();
    this.#local.clear();
    this.#missed.clear();
  }

  get #isReady(): boolean {
    return this.#redis.status === 'ready';
  }

  /** Sends what waits and lets Redis confirm it, within a moment. */
  async #sayGoodbye(): Promise<void> {
    const timeout = new Promise<void>((resolve) => setTimeout(resolve, CLOSE_TIMEOUT).unref());
    await Promise.race([this.#send(), timeout]);
  }

  #noteChanged(topic: string): void {
    this.#changedTopics.add(topic);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#sending || this.#isClosed) return;
    const wait = this.#sentAt + SEND_INTERVAL - performance.now();
    const send = (): void => void this.#send();
    this.#sending = wait > 0 ? setTimeout(send, wait) : setImmediate(send);
  }

  #cancelSending(): void {
    clearTimeout(this.#sending as NodeJS.Timeout);
    clearImmediate(this.#sending as NodeJS.Immediate);
    this.#sending = undefined;
  }

  /** Resolves when everything that waited is confirmed or lost. */
  async #send(): Promise<void> {
    this.#sending = undefined;
    this.#sentAt = performance.now();
    const bundles = this.#outbox.take();
    if (!this.#isReady) {
      // The next connection joins all topics there are.
      this.#changedTopics.clear();
      return;
    }
    const wanted = this.#changeTopics();
    // Even when nobody else is known: somebody may have joined a moment ago.
    if (wanted.length > 0) void this.#tell({ wanted });
    if (bundles.length === 0) return;
    const { payloads, size } = this.#pack(bundles);
    if (payloads.length === 0) return;
    const pipeline = this.#redis.pipeline();
    for (const { topic, payload } of payloads) pipeline.publish(this.#topicPrefix + topic, payload);
    const heardHere = payloads.map(({ topic }) => (this.#joinedTopics.has(topic) ? 1 : 0));
    this.#inFlight += size;
    const { wakes } = this.#outbox;
    const results = await pipeline.exec().catch(() => null);
    this.#inFlight -= size;
    // Somebody may have begun to listen after these were counted.
    const isCurrent = wakes === this.#outbox.wakes;
    results?.forEach(([error, receivers], index) => {
      if (isCurrent && !error && receivers === heardHere[index]) this.#outbox.quieten(payloads[index]!.topic);
    });
    if (this.#hasDropped && this.#inFlight === 0) this.#tellDropped();
  }

  /** As much of the bundles as may be under way; the rest is dropped. */
  #pack(bundles: readonly Bundle[]): { payloads: { topic: string; payload: string }[]; size: number } {
    const payloads: { topic: string; payload: string }[] = [];
    let size = 0;
    for (const { topic, messages } of bundles) {
      const texts: string[] = [];
      for (const message of messages) {
        const text = JSON.stringify(message);
        if (this.#inFlight + size + text.length > MAX_IN_FLIGHT) {
          this.#noteDropped();
          break;
        }
        size += text.length;
        texts.push(text);
      }
      if (texts.length > 0) payloads.push({ topic, payload: `${this.#self}[${texts.join(',')}]` });
    }
    return { payloads, size };
  }

  /** Subscribes to what has its first listener and leaves what has none. @returns what is new. */
  #changeTopics(): string[] {
    const topics = [...this.#changedTopics];
    this.#changedTopics.clear();
    const joined = topics.filter((topic) => this.#local.has(topic) && !this.#joinedTopics.has(topic));
    const left = topics.filter((topic) => !this.#local.has(topic) && this.#joinedTopics.has(topic));
    for (const topic of joined) this.#joinedTopics.add(topic);
    for (const topic of left) this.#joinedTopics.delete(topic);
    const channels = (names: string[]): string[] => names.map((topic) => this.#topicPrefix + topic);
    for (const some of inChunks(channels(joined))) this.#redis.subscribe(...some).catch(() => {});
    for (const some of inChunks(channels(left))) this.#redis.unsubscribe(...some).catch(() => {});
    return joined;
  }

  /** On a new connection: listens to everything again, and lets the others know. */
  async #join(): Promise<void> {
    this.#others = 1;
    this.#outbox.wake();
    this.#joinedTopics = new Set();
    this.#changedTopics = new Set(this.#local.names());
    try {
      const listening = this.#redis.subscribe(this.#commonChannel);
      this.#changeTopics();
      await listening;
      // What this instance had to say meanwhile, nobody heard.
      await this.#tell({ isNew: true, ...(this.#wasAway && { dropped: true }) });
    } catch (error) {
      // When the connection broke again, the next one starts over.
      if (this.#isReady) this.#log.error({ error }, 'Redis refuses to let this instance listen');
      return;
    }
    this.#hasDropped = false;
    if (!this.#wasAway) return;
    this.#wasAway = false;
    this.#log.info({}, 'Redis is back: other instances are heard again');
    this.#tellMissed();
  }

  #sendBeat(): void {
    this.#outbox.sweep();
    if (this.#isReady) void this.#tell({});
  }

  /** Tells the other instances; the number of receivers says how many there are. */
  async #tell(note: Note): Promise<void> {
    const receivers = await this.#redis
      .publish(this.#commonChannel, this.#self + JSON.stringify(note))
      .catch(() => null);
    if (receivers === null) return;
    this.#answeredAt = performance.now();
    this.#others = Math.max(0, receivers - 1);
  }

  #receive(channel: string, payload: string): void {
    if (payload.startsWith(this.#self)) return;
    try {
      const content: unknown = JSON.parse(payload.slice(this.#self.length));
      if (channel === this.#commonChannel) return this.#heed(content as Note);
      const topic = channel.slice(this.#topicPrefix.length);
      for (const message of content as unknown[]) this.#local.deliver(topic, message);
    } catch (error) {
      this.#log.error({ channel, error }, 'a message of another instance could not be delivered');
    }
  }

  #heed({ isNew, wanted, dropped }: Note): void {
    this.#others = Math.max(1, this.#others);
    if (isNew) this.#outbox.wake();
    if (wanted) this.#outbox.wake(wanted);
    if (dropped) this.#tellMissed();
  }

  #tellMissed(): void {
    const present = [...this.#missed];
    for (const missed of present) missed();
  }

  #noteAway(): void {
    const wasHeard = this.#answeredAt > -Infinity;
    this.#answeredAt = -Infinity;
    if (this.#wasAway || this.#isClosed) return;
    this.#wasAway = true;
    if (wasHeard) this.#log.warn({}, 'Redis is away: other instances are not heard until it is back');
  }

  #noteDropped(): void {
    if (this.#hasDropped) return;
    this.#hasDropped = true;
    this.#log.warn({}, 'Redis is too slow: messages to other instances are dropped');
  }

  #tellDropped(): void {
    this.#hasDropped = false;
    void this.#tell({ dropped: true });
  }
}

function inChunks(channels: string[]): string[][] {
  const count = Math.ceil(channels.length / MAX_CHANNELS);
  return Array.from({ length: count }, (_, index) => channels.slice(index * MAX_CHANNELS, (index + 1) * MAX_CHANNELS));
}
