import { describe, expect, it } from 'vitest';
import { snippetOf, toTsQuery, wordsOf } from './message-search.rules.ts';

describe('wordsOf', () => {
  it.each([
    ['Bread & butter', ['bread', 'butter']],
    [`it's 100% "done" | (or':*) \\`, ['it', 's', '100', 'done', 'or']],
    ['Straße 東京 naïve', ['straße', '東京', 'naïve']],
    ['a a A', ['a']],
    ['% _ \\ & | (', []],
  ])('%j', (query, words) => expect(wordsOf(query)).toEqual(words));
});

it('toTsQuery quotes each word and finds longer ones', () => {
  expect(toTsQuery(['bread', 'oven'], '&')).toBe(`'bread':* & 'oven':*`);
});

describe('snippetOf', () => {
  it('shows the words in their surroundings', () => {
    const snippet = snippetOf(`${'before '.repeat(50)}the needle is here${' after'.repeat(50)}`, ['needle']);
    expect(snippet).toMatch(/^…before .*the needle is here after.*…$/);
    expect(snippet.length).toBeLessThan(210);
  });

  it('begins at the beginning when nothing is found', () => expect(snippetOf('All\nof it', ['x'])).toBe('All of it'));
});
