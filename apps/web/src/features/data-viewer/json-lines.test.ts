import { expect, test } from 'vitest';
import { prettyLines } from './json-lines.ts';

test('lines stand as JSON.stringify indents them', () => {
  for (const value of [
    {},
    [],
    'a "quoted" \\ text: {x, [y]}',
    [1, [2, [], {}], { a: null, b: { c: [true] } }],
    { a: [{ b: 1 }, { b: -2.5 }], c: 'd,e' },
  ]) {
    expect(prettyLines(JSON.stringify(value)).join('\n')).toBe(JSON.stringify(value, null, 2));
    expect(prettyLines(JSON.stringify(value, null, 7)).join('\n')).toBe(JSON.stringify(value, null, 2));
  }
});

test('numbers and repeated names stay as they stand', () => {
  expect(prettyLines('{"id":12345678901234567890,"id":1.0}')).toEqual([
    '{',
    '  "id": 12345678901234567890,',
    '  "id": 1.0',
    '}',
  ]);
});

test('nesting without end stays small', () => {
  const lines = prettyLines('['.repeat(50_000) + ']'.repeat(50_000));
  expect(lines.reduce((sum, line) => sum + line.length, 0)).toBeLessThan(20_000_000);
});
