import { maxLengths } from './limits.ts';
import { inRange } from './numbers.ts';
import { rule } from './rule.ts';
import { name, optionalWords } from './text.ts';
import { z } from './z.ts';

const MAX_CATEGORIES = 10;

const categories = z.pipe(
  z.nullable(
    z
      .array(name(50))
      .check(rule('tooManyEntries', ({ length }) => length > MAX_CATEGORIES && { length, max: MAX_CATEGORIES })),
  ),
  z.transform((given) => [...new Set(given)]),
);

export const submitFeedbackInput = z.object({
  stars: z.nullish(inRange({ min: 1, max: 5, isWhole: true })),
  categories: z.optional(categories),
  text: z.optional(optionalWords(maxLengths.feedback)),
  reportedIssue: z.optional(optionalWords(2_000)),
});
