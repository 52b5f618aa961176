import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { countingLog, silentLog } from './log.ts';

type Line = [level: string, facts: object, message: string];

function recorded() {
  const lines: Line[] = [];
  const log = {
    ...silentLog,
    warn: (facts: object, message: string) => void lines.push(['warn', facts, message]),
    error: (facts: object, message: string) => void lines.push(['error', facts, message]),
  };
  return { lines, log };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('writes what repeats once a second, with the newest facts and how many there were', () => {
  const { lines, log } = recorded();
  const counting = countingLog(log);
  for (let run = 0; run < 100; run++) counting.warn({ run }, 'late');
  counting.error({}, 'another');
  expect(lines).toEqual([
    ['warn', { run: 0 }, 'late'],
    ['error', {}, 'another'],
  ]);
  vi.advanceTimersByTime(1_000);
  expect(lines.slice(2)).toEqual([['warn', { run: 99, count: 99 }, 'late']]);
  vi.advanceTimersByTime(5_000);
  counting.warn({ run: 100 }, 'late');
  expect(lines.slice(3)).toEqual([['warn', { run: 100 }, 'late']]);
});
