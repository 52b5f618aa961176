import { describe, expect, it } from 'vitest';
import { type Opinion, requireSubstance } from './feedback.rules.ts';
import { FeedbackRating } from './message-feedback.entity.ts';

const nothing: Opinion = { rating: null, stars: null, categories: [], text: null, reportedIssue: null };

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
