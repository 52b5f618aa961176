import { expect, test } from 'vitest';
import type { TableQuery } from './table-rules.ts';
import { DataError, guessKind, ViewerData } from './viewer-data.ts';

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
  expect(data.summary.warnings).toEqual([{ row: 1, code: 'TooFewFields' }]);
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
    expect(error).toBeInstanceOf(DataError);
    expect((error as DataError).fault).toMatchObject({ line: 2, column: 6 });
  }
});

test('every digit of a number is shown, sorted and found', () => {
  const ids = ['9007199254740993', '12345678901234567890', '1e400', '9007199254740992', '1.0', '-0'];
  const data = new ViewerData(`[${ids.map((id) => `{"id":${id}}`).join()}]`, 'json');
  expect(data.children([0], 0, 1)).toMatchObject([{ kind: 'number', preview: '9007199254740993' }]);
  const shown = (query: Partial<TableQuery>) => data.table([], { ...all, ...query }, 0, 10).rows.map(([cell]) => cell);
  expect(shown({ sortBy: 'id' })).toEqual(
    ['-0', '1.0', '9007199254740992', '9007199254740993', '12345678901234567890', '1e400'].map((text) => ({
      text,
      isNumber: true,
    })),
  );
  expect(shown({ filter: '0993' })).toHaveLength(1);
});

test('a CSV keeps its texts, and sorts what is like a number as numbers', () => {
  const sorted = (...values: string[]) => {
    const data = new ViewerData(`v,w\n${values.map((value) => `${value},`).join('\n')}`, 'csv');
    return data.table([], { ...all, sortBy: 'v' }, 0, 10).rows.map(([cell]) => cell!.text);
  };
  expect(sorted('10', '9', '007', '-5', '1.5', '1.25')).toEqual(['-5', '1.25', '1.5', '007', '9', '10']);
  expect(sorted('12345678901234567891', '12345678901234567890')[0]).toBe('12345678901234567890');
  expect(sorted('2024-10-02', '2024-09-30', '2023-12-31')[0]).toBe('2023-12-31');
  expect(sorted('b', '1e5', 'a10', 'a9', '20')).toEqual(['20', '1e5', 'a9', 'a10', 'b']);
});

test('a name that objects have by nature is a column like any other', () => {
  const data = new ViewerData('[{"__proto__": 1, "constructor": 2}, {}]', 'json');
  const { columns, rows } = data.table([], all, 0, 10);
  expect(columns).toEqual(['__proto__', 'constructor']);
  expect(rows[1]!.map(({ text }) => text)).toEqual(['', '']);
});
