import { expect, test } from 'vitest';
import { createRunEndDetector } from './run-end-detector.ts';

const running = { id: 'a', activeRun: { id: 'r' } };
const idle = { id: 'a', activeRun: null };

test('an ending is told once', () => {
  const endings = createRunEndDetector();
  expect(endings([running])).toEqual([]);
  expect(endings([idle])).toEqual(['a']);
  expect(endings([idle])).toEqual([]);
});

test('a conversation that is not in the list for a while still ends', () => {
  const endings = createRunEndDetector();
  endings([running]);
  expect(endings([])).toEqual([]);
  expect(endings([idle])).toEqual(['a']);
});
