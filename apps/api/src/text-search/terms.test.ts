import { describe, expect, it } from 'vitest';
import { countStems, charNgrams, questionWords, stemOf, TERM_RANGE, termNumber, tokenize } from './terms.ts';

describe('tokenize', () => {
  it.each([
    ["The Dog's café, №5 — ＡＢＣ!", ['the', 'dog', 'cafe', 'no5', 'abc']],
    ['Привет, мир', ['привет', 'мир']],
    ['東京タワー', ['東京', '京タ', 'タワ', 'ワー']],
    ['水', ['水']],
    ['2020年の夏 iPhone用', ['2020', '年の', 'の夏', 'iphone', '用']],
    ['', []],
    ['— … !', []],
    ['x'.repeat(100), ['x'.repeat(40)]],
  ])('%s', (text, words) => expect(tokenize(text)).toEqual(words));
});

describe('questionWords', () => {
  it('leaves out empty words and repetitions, unless there is nothing else', () => {
    expect(questionWords('What is the name of the rose, the Rose?')).toEqual(['name', 'rose']);
    expect(questionWords('Who are you?')).toEqual(['who', 'are', 'you']);
  });
});

it('gives forms of a word one stem, and leaves other scripts as they are', () => {
  expect(new Set(['connect', 'connected', 'connecting', 'connection'].map(stemOf)).size).toBe(1);
  expect(stemOf('башни')).toBe('башни');
  expect(countStems('Dogs and a dog')).toEqual({
    counts: new Map([
      ['dog', 2],
      ['and', 1],
      ['a', 1],
    ]),
    length: 4,
  });
});

it('cuts longer words into runs of four letters', () => {
  expect(charNgrams('türme')).toEqual(['~türm', '~ürme']);
  expect(charNgrams('four')).toEqual([]);
});

it('numbers words apart for each owner, within the range', () => {
  const words = Array.from({ length: 20_000 }, (_, index) => `word${index}`);
  const numbers = words.map((word) => termNumber('a', word));
  expect(new Set(numbers).size).toBeGreaterThan(19_995);
  expect(Math.min(...numbers)).toBeGreaterThan(0);
  expect(Math.max(...numbers)).toBeLessThanOrEqual(TERM_RANGE);
  expect(termNumber('a', 'word')).toBe(termNumber('a', 'word'));
  expect(termNumber('a', 'word')).not.toBe(termNumber('b', 'word'));
});
