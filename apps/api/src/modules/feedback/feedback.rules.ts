import { badInput } from '../../kernel/errors.ts';
import type { MessageFeedback } from './message-feedback.entity.ts';

export type Opinion = Pick<MessageFeedback, 'rating' | 'stars' | 'categories' | 'text' | 'reportedIssue'>;

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
