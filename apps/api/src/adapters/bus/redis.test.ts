import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { newId } from '../../kernel/ids.ts';
import type { Log } from '../../kernel/log.ts';
import type { Bus } from '../../ports/bus.ts';
import { canStartRedis, RedisServer } from '../../../test/support/test-redis.ts';
import { createRedisBus } from './redis.ts';

/** Keeps what is said. */
class Journal implements Log {
  readonly lines: string[] = [];
  info = (_facts: object, message: string): void => void this.lines.push(message);
  debug = this.info;
  warn = this.info;
  error = this.info;
}

describe.skipIf(!canStartRedis)('a bus over Redis', () => {
  let redis: RedisServer;
  const open: Bus[] = [];
  const journal = new Journal();

  async function create(url = redis.url, log: Log = journal, prefix = 'parley-test'): Promise<Bus> {
    const bus = await createRedisBus({ url, prefix, instanceId: newId(), log });
    open.push(bus);
    return bus;
  }

  beforeAll(async () => {
    redis = await RedisServer.start();
  });
  afterAll(async () => {
    redis.resume();
    await Promise.all(open.map((bus) => bus.close()));
    await redis.crash();
  });

  /** Publishes until it is heard. */
  const untilHeard = (bus: Bus, topic: string, heard: unknown[]): Promise<void> =>
    vi.waitFor(() => {
      const message = newId();
      bus.publish(topic, message);
      return vi.waitFor(() => expect(heard).toContain(message), 200);
    }, 10_000);

  it('serves its own subscribers while Redis is away, says so once, and tells who may have missed something', async () => {
    const [here, there] = [await create(), await create()];
    const mine: unknown[] = [];
    const theirs: unknown[] = [];
    let missed = 0;
    here.subscribe('a', (message) => mine.push(message));
    there.subscribe(
      'a',
      (message) => theirs.push(message),
      () => missed++,
    );
    await untilHeard(here, 'a', theirs);
    journal.lines.length = 0;
    await redis.crash();
    await vi.waitFor(() => expect([here.isHealthy(), there.isHealthy()]).toEqual([false, false]));
    for (let count = 0; count < 100_000; count++) here.publish('a', count);
    expect(mine.slice(-2)).toEqual([99_998, 99_999]);
    expect(missed).toBe(0);
    await redis.restart();
    await vi.waitFor(() => expect([here.isHealthy(), there.isHealthy()]).toEqual([true, true]), 5_000);
    await untilHeard(here, 'a', theirs);
    expect(missed).toBeGreaterThan(0);
    expect(theirs.filter((message) => typeof message === 'number')).toEqual([]);
    const about = (words: string): number => journal.lines.filter((line) => line.includes(words)).length;
    expect([about('Redis is unavailable'), about('Redis is available again')]).toEqual([2, 2]);
  });

  it('listens to no topic while it is alone, and to all there are when another instance comes', async () => {
    const client = new Redis(redis.url);
    const channels = (): Promise<unknown> => client.pubsub('CHANNELS', 'parley-alone:*');
    const here = await create(redis.url, journal, 'parley-alone');
    await vi.waitFor(() => expect(here.isHealthy()).toBe(true));
    const heard: unknown[] = [];
    let missed = 0;
    const unsubscribe = here.subscribe('gone', () => {});
    here.subscribe(
      'c',
      (message) => heard.push(message),
      () => missed++,
    );
    here.publish('c', 'alone');
    unsubscribe();
    await vi.waitFor(async () => expect(await channels()).toEqual(['parley-alone:instances']));
    expect([heard, missed]).toEqual([['alone'], 0]);
    const there = await create(redis.url, journal, 'parley-alone');
    await untilHeard(there, 'c', heard);
    expect(missed).toBeGreaterThan(0);
    expect(await channels()).not.toContain('parley-alone:topic:gone');
    await client.quit();
  });

  it('keeps a bounded number of messages for a Redis that is slow, and tells the others what they missed', async () => {
    const [here, there] = [await create(), await create()];
    const heard: unknown[] = [];
    let missed = 0;
    there.subscribe(
      'b',
      (message) => heard.push(message),
      () => missed++,
    );
    await untilHeard(here, 'b', heard);
    journal.lines.length = 0;
    redis.pause();
    const tooSlow = (): string[] => journal.lines.filter((line) => line.includes('too slow'));
    const text = 'x'.repeat(100_000);
    for (let count = 0; tooSlow().length === 0 && count < 5_000; count++) {
      here.publish('b', { count, text });
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    // Far more than may be under way, at once.
    for (let count = 0; count < 5_000; count++) here.publish('b', { count, text });
    redis.resume();
    await vi.waitFor(() => expect(missed).toBeGreaterThan(0), 10_000);
    expect(tooSlow()).toHaveLength(1);
    await untilHeard(here, 'b', heard);
  });

  it('says what it has left before it closes', async () => {
    const [here, there] = [await create(), await create()];
    const heard: unknown[] = [];
    there.subscribe('c', (message) => heard.push(message));
    await untilHeard(here, 'c', heard);
    here.publish('c', 'goodbye');
    await here.close();
    await vi.waitFor(() => expect(heard).toContain('goodbye'));
  });

  it('goes on when a subscriber to another instance’s messages throws', async () => {
    const [here, there] = [await create(), await create()];
    const heard: unknown[] = [];
    there.subscribe('d', (message) => {
      if (message === 'bad') throw new Error('no');
      heard.push(message);
    });
    await untilHeard(here, 'd', heard);
    here.publish('d', 'bad');
    await untilHeard(here, 'd', heard);
  });

  it('starts without Redis, says what to do, and joins when it is there', async () => {
    await redis.crash();
    const log = new Journal();
    const here = await create(redis.url, log);
    const there = await create();
    expect(log.lines).toEqual([expect.stringMatching(/does not answer \(ECONNREFUSED\).*REDIS_URL/)]);
    const heard: unknown[] = [];
    there.subscribe('e', (message) => heard.push(message));
    await redis.restart();
    await untilHeard(here, 'e', heard);
  });

  it('does not start where it is refused, and says what to change', async () => {
    await expect(create(redis.url.replace('//', '//nobody:wrong@'))).rejects.toThrow(
      /refuses: .*\nCorrect the name, password/,
    );
    await expect(create(`${redis.url}/99`)).rejects.toThrow(/refuses: .*\nCorrect the name, password or number/);
    const log = new Journal();
    await create(redis.url.replace('redis:', 'rediss:'), log);
    expect(log.lines).toEqual([expect.stringMatching(/does not answer .*redis:\/\/ if it does not speak TLS/)]);
  });
});
