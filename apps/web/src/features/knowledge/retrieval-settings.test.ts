import { expect, test } from 'vitest';
import { parseNumber } from '../../typed-number.ts';
import { changedRetrievalCount, minScoreRule, topKRule, defaultRetrieval } from './retrieval-settings.ts';

test('numbers are taken within their range, with a comma too', () => {
  expect(parseNumber(minScoreRule, ' 0,25 ')).toEqual({ value: 0.25 });
  expect(parseNumber(topKRule, '20')).toEqual({ value: 20 });
  for (const typed of ['', '0', '21', '1.5', 'x', 'Infinity'])
    expect(parseNumber(topKRule, typed)).toEqual({ problem: 'Max passages must be a whole number from 1 to 20.' });
  expect(parseNumber(minScoreRule, '-1')).toHaveProperty('problem');
});

test('what is not as usual is counted', () => {
  expect(changedRetrievalCount(defaultRetrieval)).toBe(0);
  expect(changedRetrievalCount({ ...defaultRetrieval, isEnabled: false, collectionIds: [], topK: 6 })).toBe(3);
});
