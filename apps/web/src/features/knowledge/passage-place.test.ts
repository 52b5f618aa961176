import { expect, test } from 'vitest';
import { placeOf } from './passage-place.ts';

const nowhere = { page: null, line: null, endLine: null, row: null, endRow: null, path: null };

test('says what is known of a place', () => {
  expect(placeOf({ ...nowhere, page: 3 })).toBe('page 3');
  expect(placeOf({ ...nowhere, line: 10, endLine: 24 })).toBe('lines 10–24');
  expect(placeOf({ ...nowhere, row: 7, endRow: 7 })).toBe('row 7');
  expect(placeOf({ ...nowhere, path: '$.items[3]' })).toBe('$.items[3]');
  expect(placeOf(nowhere)).toBe('');
});
