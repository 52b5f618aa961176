import { expect, test } from 'vitest';
import { retryDelayMs } from './retry-delay.ts';

test('the wait doubles, and stays below the ceiling however long the server is away', () => {
  expect(retryDelayMs(0, () => 1)).toBe(500);
  expect(retryDelayMs(3, () => 1)).toBe(4000);
  expect(retryDelayMs(1000, () => 1)).toBe(8_000);
});

test('chance spreads clients over half of the wait', () => {
  expect(retryDelayMs(3, () => 0)).toBe(2000);
});
