import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type DatabaseLoad, DrainGate } from './drain-gate.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

const takes = (admission: DrainGate): Promise<string> =>
  admission.take(performance.now(), async () => 'taken').catch((error: { code: string }) => error.code);

/** An instance that is taking so many questions, and then has such a load. @returns also what lets them go. */
function taking(count: number, load: DatabaseLoad): { admission: DrainGate; finish: () => Promise<unknown> } {
  const current = { connections: 10, waiting: 0, longestWaitMs: 0 };
  const admission = new DrainGate(current);
  const { promise, resolve } = Promise.withResolvers<void>();
  const taken = Array.from({ length: count }, () => admission.take(performance.now(), () => promise));
  Object.assign(current, load);
  return { admission, finish: () => (resolve(), Promise.all(taken)) };
}

describe('taking questions', () => {
  it.each([
    ['nobody waits', 10, 0, 0, 'taken'],
    ['a few wait for long', 10, 40, 5_000, 'taken'],
    ['many come at once', 10, 100, 200, 'taken'],
    ['many wait for long', 10, 41, 1_001, 'RATE_LIMITED'],
    ['more wait than can be served soon', 10, 401, 0, 'RATE_LIMITED'],
    ['there are many connections', 100, 300, 0, 'taken'],
    ['the embedded database is busy', 1, 5, 1_001, 'RATE_LIMITED'],
  ])('while %s', async (_what, connections, waiting, longestWaitMs, outcome) =>
    expect(await takes(taking(128, { connections, waiting, longestWaitMs }).admission)).toBe(outcome),
  );

  it('takes a hundred at once on a slow machine', async () => {
    const { admission } = taking(100, { connections: 1, waiting: 200, longestWaitMs: 5_000 });
    vi.advanceTimersByTime(5_000);
    expect(await takes(admission)).toBe('taken');
  });

  it('says when to come again', async () => {
    const admission = new DrainGate({ connections: 1, waiting: 500, longestWaitMs: 0 });
    await expect(admission.take(performance.now(), async () => {})).rejects.toMatchObject({
      retryAfter: expect.toSatisfy((s) => s >= 2 && s <= 6),
    });
    admission.close();
    expect(await takes(admission)).toBe('UNAVAILABLE');
  });

  it('stops while many take longer than a second, whatever they wait for, and goes on after them', async () => {
    const { admission, finish } = taking(128, { connections: 10, waiting: 0, longestWaitMs: 0 });
    expect(await takes(admission)).toBe('taken');
    vi.advanceTimersByTime(1_001);
    expect(await takes(admission)).toBe('RATE_LIMITED');
    await finish();
    expect(await takes(admission)).toBe('taken');
  });
});
