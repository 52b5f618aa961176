import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { newId } from '../../kernel/ids.ts';
import { silentLog } from '../../kernel/log.ts';
import type { Bus } from '../../ports/bus.ts';
import { testRedisUrl } from '../../../test/support/test-redis.ts';
import { type BusOptions, createBus } from './index.ts';

/** Each gives the buses of two instances; in one process there is only one. */
const kinds: [string, () => Promise<[Bus, Bus]>][] = [
  [
    'in-process',
    async () => {
      const bus = await createBus(optionsOf(undefined));
      return [bus, bus];
    },
  ],
];
if (testRedisUrl) {
  const url = testRedisUrl;
  kinds.push([
    'redis',
    async () => {
      const prefix = `parley-test:${newId()}`;
      return [await createBus(optionsOf({ url, prefix })), await createBus(optionsOf({ url, prefix }))];
    },
  ]);
}

const optionsOf = (redis: BusOptions['redis']): BusOptions => ({ redis, instanceId: newId(), log: silentLog });

describe.each(kinds)('bus: %s', (_kind, create) => {
  let here: Bus;
  let there: Bus;

  beforeEach(async () => {
    [here, there] = await create();
  });
  afterEach(async () => {
    await here.close();
    await there.close();
  });

  /** Subscribes, and waits until messages of both instances arrive. */
  async function listen(bus: Bus, topic: string): Promise<unknown[]> {
    const heard: unknown[] = [];
    bus.subscribe(topic, (message) => heard.push(message));
    await vi.waitFor(() => {
      here.publish(topic, 'here');
      there.publish(topic, 'there');
      expect(heard).toContain('here');
      expect(heard).toContain('there');
    });
    const seen = heard.length;
    await vi.waitFor(() => {
      here.publish(topic, 'last');
      expect(heard.indexOf('last', seen)).toBeGreaterThan(-1);
    });
    return heard;
  }

  it('has run the subscribers of its own instance when publish returns', () => {
    const heard: unknown[] = [];
    here.subscribe('a', (message) => heard.push(message));
    here.publish('a', { text: 'one' });
    expect(heard).toEqual([{ text: 'one' }]);
  });

  it('reaches every subscriber of a topic on every instance, and nobody of another', async () => {
    const heard = [await listen(here, 'a'), await listen(there, 'a'), await listen(there, 'a')];
    const other = await listen(there, 'b');
    here.publish('a', 'end');
    await vi.waitFor(() => expect(heard.map((each) => each.at(-1))).toEqual(['end', 'end', 'end']));
    expect(other).not.toContain('end');
  });

  it('keeps the order of a publisher, and delivers each message once', async () => {
    const [mine, theirs] = [await listen(here, 'a'), await listen(there, 'a')];
    const from = [mine.length, theirs.length];
    const numbers = Array.from({ length: 5_000 }, (_, index) => index);
    for (const number of numbers) here.publish('a', number);
    await vi.waitFor(() => expect(theirs.at(-1)).toBe(4_999));
    expect(mine.slice(from[0])).toEqual(numbers);
    expect(theirs.slice(from[1]).filter((message) => typeof message === 'number')).toEqual(numbers);
  });

  it('tells a listener nothing more once it has left, even from within', async () => {
    const heard: unknown[] = [];
    const leave = here.subscribe('a', (message) => {
      heard.push(message);
      leave();
    });
    const rest = await listen(here, 'a');
    here.publish('a', 'end');
    expect(rest.at(-1)).toBe('end');
    expect(heard).toHaveLength(1);
  });

  it('lets the same function listen twice, and leave once', () => {
    const heard: unknown[] = [];
    const listener = (message: unknown): void => void heard.push(message);
    const leave = here.subscribe('a', listener);
    here.subscribe('a', listener);
    leave();
    here.publish('a', 1);
    expect(heard).toEqual([1]);
  });

  it('says that it is healthy', async () => {
    await vi.waitFor(() => expect([here.isHealthy(), there.isHealthy()]).toEqual([true, true]));
  });

  it('takes messages after it was closed, and delivers them to nobody', async () => {
    const heard = await listen(here, 'a');
    await here.close();
    here.publish('a', 'late');
    expect(heard).not.toContain('late');
  });
});
