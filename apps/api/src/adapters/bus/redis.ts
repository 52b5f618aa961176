import type { Log } from '../../kernel/log.ts';
import type { Bus } from '../../ports/bus.ts';
import { createRedisConnection, openRedis, type Redis, type RedisSettings } from '../redis.ts';
import { LocalTopics } from './local-topics.ts';
import { SendBuffer } from './send-buffer.ts';
import { Throttle } from './throttle.ts';
import { InstanceChannel, type Presence } from './redis-instances.ts';
import { BatchPublisher } from './redis-publisher.ts';
import { TopicChannels } from './redis-topics.ts';

const SEND_INTERVAL = 8;
const BEAT_INTERVAL = 1_000;
const CLOSE_TIMEOUT = 500;

export interface RedisBusOptions extends RedisSettings {
  /** Different for every running instance. */
  instanceId: string;
  log: Log;
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
 * only for topics somebody there listens to. An instance that is alone listens to none. One connection subscribes and
 * publishes, so that an instance that asks for something is already listening when it is asked for.
 */
class RedisBus implements Bus {
  /** Resolves when this instance first listens, or at once when Redis is away. */
  joined: Promise<void> = Promise.resolve();
  readonly #redis: Redis;
  readonly #log: Log;
  readonly #self: string;
  readonly #local = new LocalTopics();
  readonly #missed = new Set<() => void>();
  readonly #sendBuffer = new SendBuffer();
  readonly #instances: InstanceChannel;
  readonly #topics: TopicChannels;
  readonly #publisher: BatchPublisher;
  readonly #throttle = new Throttle(SEND_INTERVAL, () => void this.#send());
  readonly #beat: NodeJS.Timeout;
  #hasDropped = false;
  #wasAway = false;
  #isClosed = false;

  constructor(redis: Redis, { prefix, instanceId, log }: RedisBusOptions) {
    this.#redis = redis;
    this.#log = log;
    this.#self = instanceId;
    this.#instances = new InstanceChannel(redis, `${prefix}:instances`, instanceId, () => this.#meetOthers());
    this.#topics = new TopicChannels(redis, `${prefix}:topic:`, this.#local);
    this.#publisher = new BatchPublisher(redis, instanceId, this.#sendBuffer, this.#topics, () => this.#noteDropped());
    redis.on('message', (channel, payload) => this.#receive(channel, payload));
    redis.on('ready', () => (this.joined = this.#join()));
    redis.on('close', () => this.#noteAway());
    this.#beat = setInterval(() => this.#sendBeat(), BEAT_INTERVAL);
    this.#beat.unref();
  }

  publish<T>(topic: string, message: T): void {
    this.#local.deliver(topic, message);
    if (!this.#instances.hasOthers || !this.#isReady) return;
    if (!this.#sendBuffer.add(topic, message)) this.#noteDropped();
    if (!this.#sendBuffer.isEmpty) this.#throttle.ask();
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
    return this.#isReady && this.#instances.isAnswered;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#beat);
    this.#throttle.stop();
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
    if (!this.#instances.hasOthers) return;
    this.#topics.noteChanged(topic);
    this.#throttle.ask();
  }

  /** This instance was alone, and did not listen: what the first of the others said is missed. */
  #meetOthers(): void {
    const wanted = this.#topics.catchUp();
    if (wanted.length > 0) void this.#instances.tell({ wanted });
    this.#tellMissed();
  }

  /** Resolves when everything that waited is confirmed or lost. */
  async #send(): Promise<void> {
    const batches = this.#sendBuffer.take();
    if (!this.#isReady) return this.#topics.forgetChanges();
    const wanted = this.#topics.update();
    // Even when nobody else is known: somebody may have joined a moment ago.
    if (wanted.length > 0) void this.#instances.tell({ wanted });
    await this.#publisher.publish(batches);
    if (!this.#hasDropped || !this.#publisher.isIdle) return;
    this.#hasDropped = false;
    void this.#instances.tell({ dropped: true });
  }

  /** On a new connection: listens to everything again, and lets the others know. */
  async #join(): Promise<void> {
    this.#instances.expectOthers();
    this.#sendBuffer.wake();
    try {
      const listening = this.#redis.subscribe(this.#instances.name);
      this.#topics.rejoin();
      await listening;
      // What this instance had to say meanwhile, nobody heard.
      await this.#instances.tell({ isNew: true, ...(this.#wasAway && { dropped: true }) });
    } catch (error) {
      // When the connection broke again, the next one starts over.
      if (this.#isReady) this.#log.error({ error }, 'Redis rejected the subscription of this instance');
      return;
    }
    this.#hasDropped = false;
    if (!this.#wasAway) return;
    this.#wasAway = false;
    this.#log.info({}, 'Redis is available again: messages from other instances are received');
    this.#tellMissed();
  }

  #sendBeat(): void {
    this.#sendBuffer.sweep();
    if (this.#isReady) void this.#instances.tell({});
  }

  #receive(channel: string, payload: string): void {
    if (payload.startsWith(this.#self)) return;
    try {
      const content: unknown = JSON.parse(payload.slice(this.#self.length));
      if (channel === this.#instances.name) return this.#handlePresence(content as Presence);
      const topic = this.#topics.topicOf(channel);
      for (const message of content as unknown[]) this.#local.deliver(topic, message);
    } catch (error) {
      this.#log.error({ channel, error }, 'message from another instance could not be delivered');
    }
  }

  #handlePresence({ isNew, wanted, dropped }: Presence): void {
    this.#instances.markHeard();
    if (isNew) this.#sendBuffer.wake();
    if (wanted) this.#sendBuffer.wake(wanted);
    if (dropped) this.#tellMissed();
  }

  #tellMissed(): void {
    const present = [...this.#missed];
    for (const missed of present) missed();
  }

  #noteAway(): void {
    const wasHeard = this.#instances.forgetAnswer();
    if (this.#wasAway || this.#isClosed) return;
    this.#wasAway = true;
    if (wasHeard) this.#log.warn({}, 'Redis is unavailable: no messages from other instances until it is back');
  }

  #noteDropped(): void {
    if (this.#hasDropped) return;
    this.#hasDropped = true;
    this.#log.warn({}, 'Redis is too slow: messages to other instances are dropped');
  }
}
