import { expect, test } from 'vitest';
import { roveTo } from './roving.ts';

test.each([
  ['ArrowDown', 'a', 'b'],
  ['ArrowDown', 'c', 'c'],
  ['ArrowUp', 'b', 'a'],
  ['ArrowUp', 'a', 'a'],
  ['End', 'a', 'c'],
  ['Home', 'c', 'a'],
  ['ArrowDown', null, 'a'],
  ['ArrowDown', 'deleted', 'a'],
  ['x', 'a', null],
])('%s leads from %s to %s', (key, from, to) => {
  expect(roveTo(key, ['a', 'b', 'c'], from)).toBe(to);
});

test('an empty list leads nowhere', () => {
  expect(roveTo('ArrowDown', [], null)).toBeNull();
});
