import { expect, test } from 'vitest';
import { addressOf, emptySearch, foldedCount, formOf, readSearch } from './search-request.ts';

const form = { ...emptySearch, query: 'warranty', minScore: '0.3', filter: '{"year": 2024}' };

test('a search goes into the address and comes back', () => {
  expect(addressOf(form)).toEqual({ q: 'warranty', min: '0.3', filter: '{"year": 2024}' });
  expect(formOf(addressOf(form))).toEqual(form);
  expect(formOf({ q: ['a', 'b'], mode: 'MAGIC' })).toEqual(emptySearch);
});

test('what is folded away is counted', () => {
  expect(foldedCount(emptySearch)).toBe(0);
  expect(foldedCount(form)).toBe(2);
});

test('a right form is what the server is asked', () => {
  expect(readSearch({ ...form, collectionId: 'c', mode: 'KEYWORD' })).toEqual({
    input: { query: 'warranty', mode: 'KEYWORD', collectionId: 'c', first: 10, minScore: 0.3, filter: { year: 2024 } },
  });
  expect(readSearch({ ...emptySearch, query: ' a ' })).toMatchObject({ input: { query: 'a', filter: null } });
});

test('a wrong form says what is wrong where', () => {
  const wrong = readSearch({ ...form, query: ' ', first: '0', minScore: '2', filter: '[' });
  expect(wrong).toEqual({
    problems: {
      query: expect.stringContaining('Enter a question'),
      first: expect.stringContaining('1 to 100'),
      minScore: expect.stringContaining('0 to 1'),
      filter: expect.stringContaining('Invalid JSON'),
    },
  });
});
