import { expect, test } from 'vitest';
import { highlightWords } from './highlight.ts';

const marked = (text: string, query: string) =>
  highlightWords(text, query)
    .map((piece) => (piece.isFound ? `[${piece.text}]` : piece.text))
    .join('');

test('marks each word where a word begins with it, whatever the case', () => {
  expect(marked('The Treaty of treaties, not entreaty', 'treat')).toBe('The [Treat]y of [treat]ies, not entreaty');
  expect(marked('Über uns', 'über')).toBe('[Über] uns');
});

test('the longer of two words wins', () => {
  expect(marked('peace and peacetime', 'peace peacetime')).toBe('[peace] and [peacetime]');
});

test('signs in a query mean nothing', () => {
  expect(marked('a.b (c) a+b', '.*(')).toBe('a.b (c) a+b');
  expect(marked('costs $5', '$5')).toBe('costs $[5]');
});
