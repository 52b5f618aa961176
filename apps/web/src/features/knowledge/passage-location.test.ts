import { expect, test } from 'vitest';
import { locationLabel } from './passage-location.ts';

const nowhere = { page: null, line: null, endLine: null, row: null, endRow: null, path: null };

test('says what is known of a place', () => {
  expect(locationLabel({ ...nowhere, page: 3 })).toBe('page 3');
  expect(locationLabel({ ...nowhere, line: 10, endLine: 24 })).toBe('lines 10–24');
  expect(locationLabel({ ...nowhere, row: 7, endRow: 7 })).toBe('row 7');
  expect(locationLabel({ ...nowhere, path: '$.items[3]' })).toBe('$.items[3]');
  expect(locationLabel(nowhere)).toBe('');
});
