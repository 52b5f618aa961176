import { expect, test } from 'vitest';
import { excerptOf } from './excerpt.ts';

const rangesOf = (text: string, word: string) =>
  [...text.matchAll(new RegExp(word, 'g'))].map(({ index }) => ({ start: index, end: index + word.length }));
const joined = (pieces: { text: string }[]) => pieces.map(({ text }) => text).join('');

test('a short passage is shown whole, with what was found apart', () => {
  const text = 'The kettle has a warranty.';
  const pieces = excerptOf(text, rangesOf(text, 'kettle'), 300);
  expect(joined(pieces)).toBe(text);
  expect(pieces.filter(({ isFound }) => isFound)).toEqual([{ text: 'kettle', isFound: true }]);
});

test('a long one is cut where most was found, at words', () => {
  const text = `${'kettle and others. '}${'filler words go here. '.repeat(60)}a kettle, my kettle, your kettle ${'and more filler. '.repeat(60)}`;
  const pieces = excerptOf(text, rangesOf(text, 'kettle'), 300);
  expect(pieces.filter(({ isFound }) => isFound)).toHaveLength(3);
  expect(joined(pieces).length).toBeLessThan(320);
  expect(joined(pieces)).toMatch(/^… \S/);
  expect(joined(pieces)).toMatch(/ …$/);
});

test('without anything found it is the beginning; without spaces it ends all the same', () => {
  expect(joined(excerptOf('word '.repeat(200), [], 100))).toMatch(/^word word.* …$/);
  expect(joined(excerptOf('漢'.repeat(500), [], 100)).length).toBeLessThan(110);
  expect(excerptOf('', [], 100)).toEqual([]);
});
