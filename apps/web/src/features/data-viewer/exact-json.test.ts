import { expect, test } from 'vitest';
import { compareNumbers, parseExact, plainText, writtenNumber } from './exact-json.ts';

test.each([
  '12345678901234567890',
  '9007199254740993',
  '1e400',
  '0.1000000000000000055',
  '-0',
  '1.0',
  '1E5',
  '1',
  '2.5',
])('%s keeps its digits', (written) => {
  expect(writtenNumber((parseExact(`{"a":[${written} ]}`) as { a: unknown[] }).a[0])).toBe(written);
  expect(writtenNumber(parseExact(written))).toBe(written);
});

test('texts and names stay what they are', () => {
  const texts = ['1.0', 'a "1.0" \\', '\uE000n1.0', '\uE000', '\uE000t'];
  expect((parseExact(JSON.stringify(texts)) as string[]).map(plainText)).toEqual(texts);
  expect((parseExact(JSON.stringify(texts)) as string[]).map(writtenNumber)).toEqual(texts.map(() => null));
  expect(plainText(parseExact(String.raw`"\uE000n1"`) as string)).toBe('\uE000n1');
  expect(parseExact('{"\uE000n1.0" :1,"__proto__":2}')).toEqual(JSON.parse('{"\uE000n1.0":1,"__proto__":2}'));
});

test.each(['{1.0:1}', '[01.0]', '[1.0.0]', '["a" 1.0]', '[1.0 2.0]', '["a 1.0]', '[1.]', '[1.0x]', '[-]', ''])(
  '%s stays no JSON',
  (text) => expect(() => parseExact(text)).toThrow(SyntaxError),
);

test('numbers are compared by all of their digits', () => {
  const ordered = [
    '-1e400',
    '-12345678901234567891',
    '-12345678901234567890',
    '-1',
    '0',
    '1e-400',
    '0.1',
    '0.1000000000000000055',
    '1.0',
    '9007199254740992',
    '9007199254740993',
    '12345678901234567890',
    '12345678901234567891',
    '1e400',
    '11e399',
    '1e401',
  ];
  expect([...ordered].reverse().sort(compareNumbers)).toEqual(ordered);
  expect(compareNumbers('1.0', '1')).toBe(0);
  expect(compareNumbers('-0', '0.00')).toBe(0);
  expect(compareNumbers('1E5', '100000')).toBe(0);
});
