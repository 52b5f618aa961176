import { expect, it } from 'vitest';
import { isChanged, isRewritten, quoteNumbers } from './exact-numbers.ts';

it.each([
  ['[1, -2.5, 1e21, "12345678901234567890"]', '[1, -2.5, "1e21", "12345678901234567890"]'],
  ['{"id":12345678901234567890,"d":1e400}', '{"id":"12345678901234567890","d":"1e400"}'],
  ['[9007199254740993,9007199254740992]', '["9007199254740993",9007199254740992]'],
  ['[1.0,-0,1E5,0.1000000000000000055]', '["1.0","-0","1E5","0.1000000000000000055"]'],
  ['12345678901234567890', '"12345678901234567890"'],
  [String.raw`{"a\"":1.0,"b\\":2.0}`, String.raw`{"a\"":"1.0","b\\":"2.0"}`],
])('%s', (text, quoted) => {
  expect(quoteNumbers(text, isRewritten)).toBe(quoted);
  expect(() => JSON.parse(quoted) as unknown).not.toThrow();
});

it.each([
  '{1.0:1}',
  '[01.0]',
  '[1.0.0]',
  '[--1.0]',
  '["a" 1.0]',
  '[1.0 2.0]',
  '["a 1.0]',
  '[1.]',
  'x1.0',
  '[1.0x]',
  '[-]',
])('%s stays no JSON', (text) => expect(() => JSON.parse(quoteNumbers(text, isRewritten)) as unknown).toThrow());

it('tells a number that changes from one that is only written otherwise', () => {
  const changed = ['12345678901234567890', '9007199254740993', '1e400', '1e-400', '0.1000000000000000055'];
  expect(changed.filter((written) => !isChanged(written))).toEqual([]);
  expect(['1.0', '1E5', '-0', '1e21', '0.1', '100000000000000000000', '2.50'].filter(isChanged)).toEqual([]);
});
