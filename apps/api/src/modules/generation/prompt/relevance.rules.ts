import { isAboutText } from '../../../text-search/relevance.ts';
import type { GivenChunk } from '../../../ports/language-model.ts';

/**
 * True when a question that came without documents has anything to do with what was found in them. Chunks cost
 * tokens and distract, so "hello" takes none along.
 */
export const isAboutChunks = (question: string, chunks: readonly GivenChunk[]): boolean =>
  chunks.some(({ text, similarity }) => isAboutText(question, text, similarity));
