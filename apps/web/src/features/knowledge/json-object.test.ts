import { expect, test } from 'vitest';
import { parseObject } from './json-object.ts';

test('objects are taken, and nothing is an empty one', () => {
  expect(parseObject(' {"year": 2024} ')).toEqual({ value: { year: 2024 } });
  expect(parseObject('  ')).toEqual({ value: {} });
});

test.each(['[1]', '"text"', 'null', '3'])('%s is JSON, but no object', (text) => {
  expect(parseObject(text)).toEqual({ problem: expect.stringContaining('Enter a JSON object') });
});

test('what is not JSON says where', () => {
  expect(parseObject('{"year": }')).toEqual({ problem: expect.stringContaining('Invalid JSON') });
});

test('a number that cannot be kept as it is written is refused', () => {
  for (const text of ['{"id":12345678901234567890}', '{"a":[1e400]}'])
    expect(parseObject(text)).toEqual({ problem: expect.stringContaining('in quotation marks') });
  expect(parseObject('{"a":[9007199254740991,1e30,1.0]}')).toEqual({ value: { a: [9007199254740991, 1e30, 1] } });
});
