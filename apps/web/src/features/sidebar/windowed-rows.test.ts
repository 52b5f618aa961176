import { expect, test } from 'vitest';
import { rowOffsets, visibleRows } from './windowed-rows.ts';

test('no rows, nothing to render', () => {
  expect(visibleRows(rowOffsets([]), 0, 500, 100)).toEqual({ start: 0, end: 0 });
});

test('only the rows in view and the overscan around them are rendered', () => {
  const offsets = rowOffsets(Array.from({ length: 10_000 }, () => 36));
  expect(offsets.at(-1)).toBe(360_000);
  expect(visibleRows(offsets, 3600, 360, 72)).toEqual({ start: 98, end: 113 });
});

test('rows may differ in height', () => {
  const offsets = rowOffsets([28, 36, 36, 28, 36]);
  expect(visibleRows(offsets, 65, 40, 0)).toEqual({ start: 2, end: 4 });
});

test('a scroll position beyond the list (it became shorter) still shows its end', () => {
  expect(visibleRows(rowOffsets([36, 36]), 9999, 300, 0)).toEqual({ start: 1, end: 2 });
});
