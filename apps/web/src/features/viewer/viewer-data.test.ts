import { expect, test } from 'vitest';
import { DataFault, guessKind, ViewerData } from './viewer-data.ts';

const all = { filter: '', sortBy: null, isDescending: false };

test('tells JSON from CSV by how it begins', () => {
  expect(['{"a":1}', ' \n[1]', '\uFEFF[]', '"text"', '42'].map(guessKind)).toEqual(Array(5).fill('json'));
  expect(['a,b\n1,2', '"a","b"\n1,2', 'name;age'].map(guessKind)).toEqual(Array(3).fill('csv'));
});

test('a CSV is a table with its own delimiter, quotes and repeated names', () => {
  const data = new ViewerData('name;age;name\r\n"Ada; Countess";36;x\r\n\r\nAlan;41;y\r\n', 'csv');
  expect(data.summary.tables).toMatchObject([{ label: '$', rowCount: 2 }]);
  const { columns, rows } = data.table([], { ...all, sortBy: 'age', isDescending: true }, 0, 10);
  expect(columns).toEqual(['name', 'age', 'name (2)']);
  expect(rows.map((row) => row.map(({ text }) => text))).toEqual([
    ['Alan', '41', 'y'],
    ['Ada; Countess', '36', 'x'],
  ]);
});

test('a row of a CSV that is too short is told of and shown', () => {
  const data = new ViewerData('a,b\n1\n2,3', 'csv');
  expect(data.summary.warnings[0]).toContain('Row 1');
  expect(data.table([], all, 0, 10).total).toBe(2);
});

test('JSON is a tree that is read piece by piece', () => {
  const data = new ViewerData(JSON.stringify({ list: Array.from({ length: 500 }, (_, index) => index) }), 'json');
  expect(data.children([], 0, 10)).toMatchObject([{ key: 'list', kind: 'array', childCount: 500 }]);
  expect(data.children(['list'], 400, 100).at(-1)).toMatchObject({ key: '499', preview: '499', path: ['list', 499] });
});

test('a fault has its line and column', () => {
  try {
    new ViewerData('{\n"a": }', 'json');
    expect.unreachable();
  } catch (error) {
    expect(error).toBeInstanceOf(DataFault);
    expect((error as DataFault).fault).toMatchObject({ line: 2, column: 6 });
  }
});

test('a name that objects have by nature is a column like any other', () => {
  const data = new ViewerData('[{"__proto__": 1, "constructor": 2}, {}]', 'json');
  const { columns, rows } = data.table([], all, 0, 10);
  expect(columns).toEqual(['__proto__', 'constructor']);
  expect(rows[1]!.map(({ text }) => text)).toEqual(['', '']);
});
