import { badInput } from '../../kernel/errors.ts';
import { checkText, isBlank } from '../../kernel/text.ts';
import type { FeedbackRating } from './message-feedback.entity.ts';

const limits = { stars: 5, categories: 10, category: 50, text: 5_000, reportedIssue: 2_000 } as const;

export interface Opinion {
  rating: FeedbackRating | null;
  stars: number | null;
  categories: string[];
  text: string | null;
  reportedIssue: string | null;
}

/** What is said this time: what is undefined stays as it was, null takes it back. */
export type OpinionInput = { [K in keyof Opinion]?: Opinion[K] | null };

/**
 * Checks what is said and brings it into the form that is kept.
 * @throws ParleyError BAD_USER_INPUT naming the field and its limit.
 */
export function checkOpinion(input: OpinionInput): Partial<Opinion> {
  const given: Partial<Opinion> = {};
  if (input.rating !== undefined) given.rating = input.rating;
  if (input.stars !== undefined) given.stars = checkStars(input.stars);
  if (input.categories !== undefined) given.categories = checkCategories(input.categories ?? []);
  if (input.text !== undefined) given.text = checkWords('text', input.text, limits.text);
  if (input.reportedIssue !== undefined)
    given.reportedIssue = checkWords('reportedIssue', input.reportedIssue, limits.reportedIssue);
  return given;
}

/** @throws ParleyError BAD_USER_INPUT when nothing is said at all. */
export function requireSubstance(opinion: Opinion): void {
  const says = opinion.rating ?? opinion.stars ?? opinion.text ?? opinion.reportedIssue ?? opinion.categories[0];
  if (says === undefined || says === null) {
    throw badInput(
      'rating',
      'Give at least one of rating, stars, categories, text, reportedIssue, or use withdrawFeedback.',
    );
  }
}

function checkStars(stars: number | null): number | null {
  if (stars !== null && (stars < 1 || stars > limits.stars))
    throw badInput('stars', `stars must be between 1 and ${limits.stars}.`);
  return stars;
}

function checkCategories(categories: readonly string[]): string[] {
  if (categories.length > limits.categories) {
    throw badInput(
      'categories',
      `categories has too many entries: ${categories.length}, at most ${limits.categories}.`,
    );
  }
  return [
    ...new Set(
      categories.map((category) =>
        checkText('categories', category.trim(), { isRequired: true, max: limits.category }),
      ),
    ),
  ];
}

function checkWords(field: string, words: string | null, max: number): string | null {
  return words === null || isBlank(words) ? null : checkText(field, words, { max }).trim();
}
