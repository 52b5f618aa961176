import { isAboutText } from '../../../text-search/relevance.ts';
import type { GivenPassage } from '../../../ports/language-model.ts';

/**
 * True when a question that came without documents has anything to do with what was found in them. Passages cost
 * tokens and distract, so "hello" takes none along.
 */
export const isAboutPassages = (question: string, passages: readonly GivenPassage[]): boolean =>
  passages.some(({ text, similarity }) => isAboutText(question, text, similarity));
