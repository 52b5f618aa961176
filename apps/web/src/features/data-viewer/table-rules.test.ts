import { expect, test } from 'vitest';
import { columnsOf, findTables, pathLabel, queryRows, rowsAt } from './table-rules.ts';

const shop = {
  name: 'North',
  orders: [
    { id: 2, total: 10, customer: 'Émile', lines: [{ sku: 'a' }, { sku: 'b' }] },
    { id: 10, total: 9.5, customer: 'ada', lines: [{ sku: 'c' }] },
    { id: 1, customer: 'Zoë', note: 'late' },
  ],
  numbers: [1, 2, 3],
};
const all = { filter: '', sortBy: null, isDescending: false };

test('finds arrays of objects, nested ones taken together', () => {
  expect(findTables(shop).map(({ label, rowCount }) => [label, rowCount])).toEqual([
    ['$.orders', 3],
    ['$.orders[*].lines', 3],
  ]);
  expect(findTables([[{ a: 1 }], [{ a: 2 }]]).map(({ label }) => label)).toEqual(['$[*]']);
  expect(findTables('text')).toEqual([]);
  expect(pathLabel(['a b', '*', 'é'])).toBe('$["a b"][*].é');
});

test('rows and columns of a place', () => {
  expect(rowsAt(shop, ['orders', '*', 'lines'])).toEqual([{ sku: 'a' }, { sku: 'b' }, { sku: 'c' }]);
  expect(columnsOf(rowsAt(shop, ['orders']))).toEqual(['id', 'total', 'customer', 'lines', 'note']);
  expect(rowsAt(shop, ['constructor'])).toEqual([]);
});

test('numbers are sorted as numbers, words as people do, what is missing last', () => {
  const sorted = (sortBy: string, isDescending = false) =>
    queryRows(shop.orders, { ...all, sortBy, isDescending }).map(({ id }) => id);
  expect(sorted('id')).toEqual([1, 2, 10]);
  expect(sorted('customer')).toEqual([10, 2, 1]);
  expect(sorted('total')).toEqual([10, 2, 1]);
  expect(sorted('total', true)).toEqual([2, 10, 1]);
});

test('a filter is looked for in each cell', () => {
  const filtered = (filter: string) => queryRows(shop.orders, { ...all, filter }).map(({ id }) => id);
  expect(filtered(' ZOË ')).toEqual([1]);
  expect(filtered('zoë late')).toEqual([]);
});
