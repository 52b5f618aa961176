import { expect, test } from 'vitest';
import { retryWaitMs } from './retry-wait.ts';

test('the wait doubles, and stays below the ceiling however long the server is away', () => {
  expect(retryWaitMs(0, () => 1)).toBe(500);
  expect(retryWaitMs(3, () => 1)).toBe(4000);
  expect(retryWaitMs(1000, () => 1)).toBe(8_000);
});

test('chance spreads clients over half of the wait', () => {
  expect(retryWaitMs(3, () => 0)).toBe(2000);
});
