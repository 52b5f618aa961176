import { describe, expect, it } from 'vitest';
import { checkOpinion, type Opinion, requireSubstance } from './feedback.rules.ts';
import { FeedbackRating } from './message-feedback.entity.ts';

const nothing: Opinion = { rating: null, stars: null, categories: [], text: null, reportedIssue: null };

describe('checkOpinion', () => {
  it('keeps what is given, tidied, and leaves out what is not', () => {
    expect(checkOpinion({ categories: [' wrong ', 'wrong', 'long'], text: '  so so ' })).toEqual({
      categories: ['wrong', 'long'],
      text: 'so so',
    });
    expect(checkOpinion({})).toEqual({});
  });

  it('takes back what is null or empty', () => {
    expect(checkOpinion({ rating: null, stars: null, categories: null, text: '  ', reportedIssue: null })).toEqual(
      nothing,
    );
  });

  it.each([
    ['stars', { stars: 0 }],
    ['stars', { stars: 6 }],
    ['categories', { categories: Array.from({ length: 11 }, (_, index) => `c${index}`) }],
    ['categories', { categories: ['x'.repeat(51)] }],
    ['categories', { categories: ['  '] }],
    ['categories', { categories: ['a\0'] }],
    ['text', { text: 'x'.repeat(5_001) }],
    ['text', { text: '\ud800' }],
    ['reportedIssue', { reportedIssue: 'x'.repeat(2_001) }],
  ])('refuses bad %s', (field, input) => {
    expect(() => checkOpinion(input)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT', field }));
  });
});

describe('requireSubstance', () => {
  it('wants at least one thing', () => {
    expect(() => requireSubstance(nothing)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }));
  });

  it.each([
    { rating: FeedbackRating.THUMBS_UP },
    { stars: 1 },
    { categories: ['x'] },
    { text: 'x' },
    { reportedIssue: 'x' },
  ])('takes %j', (one) => {
    expect(() => requireSubstance({ ...nothing, ...one })).not.toThrow();
  });
});
