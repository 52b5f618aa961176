import { questionWords, stemOf, wordsOf } from '../../kernel/terms.ts';
import type { GivenPassage } from '../../ports/language-model.ts';

/** Below this cosine the best passage is, by measurement, small talk's or another topic's. */
const OFF_TOPIC_SIMILARITY = 0.37;
/** Unless this share of the question's words is in it: names and other languages are found by words. */
const FAMILIAR_COVERAGE = 0.5;

/**
 * True when a question that came without documents has anything to do with what was found in them. Passages cost
 * tokens and distract, so "hello" takes none along.
 */
export function isAboutPassages(question: string, passages: readonly GivenPassage[]): boolean {
  const [best] = passages;
  if (!best) return false;
  if (passages.some(({ similarity }) => similarity === null || similarity >= OFF_TOPIC_SIMILARITY)) return true;
  return coverage(question, best.text) >= FAMILIAR_COVERAGE;
}

function coverage(question: string, text: string): number {
  const asked = questionWords(question).map(stemOf);
  const there = new Set(wordsOf(text).map(stemOf));
  return asked.length === 0 ? 0 : asked.filter((stem) => there.has(stem)).length / asked.length;
}
