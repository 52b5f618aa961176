import type { RunEvent } from '@parley/run-events';
import { describe, expect, it } from 'vitest';
import { RunEventQueue } from './run-event-queue.ts';

const delta = (sequence: number): RunEvent => ({
  __typename: 'TextDelta',
  runId: 'r',
  sequence,
  partId: 'p',
  delta: 'x',
});

async function collect(queue: RunEventQueue): Promise<number[]> {
  const found: number[] = [];
  for await (const event of queue) found.push(event.sequence);
  return found;
}

describe('RunEventQueue', () => {
  it('gives what came before and what comes later, in order, until it is done', async () => {
    const queue = new RunEventQueue();
    for (let sequence = 0; sequence < 3_000; sequence++) queue.event(delta(sequence));
    const found = collect(queue);
    await Promise.resolve();
    queue.event(delta(3_000));
    queue.done();
    expect(await found).toEqual(Array.from({ length: 3_001 }, (_, sequence) => sequence));
  });

  it('gives everything before the error that ended it', async () => {
    const queue = new RunEventQueue();
    queue.event(delta(0));
    queue.done(new Error('broken'));
    expect((await queue.next()).value).toEqual(delta(0));
    await expect(queue.next()).rejects.toThrow('broken');
  });

  it('lets the writer wait until all is taken', async () => {
    const queue = new RunEventQueue();
    expect(queue.drained()).toBeUndefined();
    queue.event(delta(0));
    let isDrained = false;
    const waiting = queue.drained()!.then(() => (isDrained = true));
    await Promise.resolve();
    expect(isDrained).toBe(false);
    await queue.next();
    await waiting;
  });

  it('stops its source and wakes everybody when the reader leaves', async () => {
    const queue = new RunEventQueue();
    let isStopped = false;
    queue.onReturn = () => (isStopped = true);
    const reading = queue.next();
    await queue.return();
    expect(await reading).toMatchObject({ done: true });
    expect(isStopped).toBe(true);
    expect(queue.drained()).toBeUndefined();
  });
});
