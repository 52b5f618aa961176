import { expect, test } from 'vitest';
import { useSelection } from './use-selection.ts';

const shown = ['a', 'b', 'c', 'd', 'e'];

test('toggling adds and takes away', () => {
  const { toggle, selectedIds } = useSelection();
  toggle('a');
  toggle('b');
  toggle('a');
  expect([...selectedIds.value]).toEqual(['b']);
});

test.each([
  ['b', 'd'],
  ['d', 'b'],
])('a range from %s to %s holds all between, in both directions', (from, to) => {
  const { toggle, extendTo, selectedIds } = useSelection();
  toggle(from);
  extendTo(to, shown);
  expect([...selectedIds.value].toSorted()).toEqual(['b', 'c', 'd']);
});

test('stopping forgets what was chosen', () => {
  const selection = useSelection();
  selection.start('a');
  selection.stop();
  expect(selection.isSelecting.value).toBe(false);
  expect(selection.selectedCount.value).toBe(0);
});
