import { expect, test } from 'vitest';
import { findJsonError } from './json-error.ts';

const sound = [
  '{}',
  '[]',
  ' [1, -0.5e+3, "a\\u00e9\\n", true, false, null] ',
  '{"a": {"b": [{}, []]}}',
  '"x"',
  '0',
  '[[[]]]',
];
const faulty = [
  '',
  '{',
  '[1, 2',
  '[1,]',
  '{"a": 1,}',
  '{"a" 1}',
  '{a: 1}',
  "['a']",
  '[01]',
  '[1.]',
  '[+1]',
  '[nul]',
  '"abc',
  '"a\nb"',
  '"\\x"',
  '"\\u12"',
  '{} {}',
  '[1 2]',
  '}',
  '[}',
  'NaN',
  '[undefined]',
];

test('judges as JSON.parse does', () => {
  for (const text of sound) {
    expect(() => JSON.parse(text) as unknown).not.toThrow();
    expect(findJsonError(text), text).toBeNull();
  }
  for (const text of faulty) {
    expect(() => JSON.parse(text) as unknown, text).toThrow();
    expect(findJsonError(text), text).not.toBeNull();
  }
});

test('names line and column', () => {
  expect(findJsonError('{\n  "a": 1,\n  "b": oops\n}')).toMatchObject({ line: 3, column: 8, excerpt: '  "b": oops' });
  expect(findJsonError('[1,\n2')).toMatchObject({ line: 2, column: 2 });
});

test('nesting without end does not exhaust the stack', () => {
  expect(findJsonError('['.repeat(200_000))?.code).toBe('endOfText');
  expect(findJsonError('['.repeat(200_000) + ']'.repeat(200_000))).toBeNull();
});
