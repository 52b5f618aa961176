import { otherFormsOf, soughtWords, stemOf, tokenize } from '../../../text-search/terms.ts';

const MAX_HIGHLIGHTS = 100;
const word = /[\p{L}\p{N}\p{M}]+/gu;

/** Where a text has words of a question, whatever their form. */
export function highlightsOf(question: string, text: string): { start: number; end: number }[] {
  const stems = new Set(soughtWords(question).map(stemOf));
  const found: { start: number; end: number }[] = [];
  for (const match of text.matchAll(word)) {
    if (found.length === MAX_HIGHLIGHTS) break;
    // A run without spaces is several words at once.
    if (![...tokenize(match[0]), ...otherFormsOf(match[0])].some((each) => stems.has(stemOf(each)))) continue;
    found.push({ start: match.index, end: match.index + match[0].length });
  }
  return found;
}
