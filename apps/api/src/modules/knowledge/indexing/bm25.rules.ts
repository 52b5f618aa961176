import { charNgrams, otherFormsOf, stemOf, tokenize } from '../../../text-search/terms.ts';

const K1 = 1.2;
const B = 0.75;

/** How much a term says: the fewer chunks have it, the more. Never negative. */
export const inverseFrequency = (chunkCount: number, withTerm: number): number =>
  Math.log(1 + Math.max(0, chunkCount - withTerm + 0.5) / (withTerm + 0.5));

/** How much `count` occurrences count in a text of `length` words. */
export const saturation = (count: number, length: number, averageLength: number): number =>
  (count * (K1 + 1)) / (count + K1 * (1 - B + (B * length) / Math.max(1, averageLength)));

export interface TermStatistics {
  /** Chunks of the owner, and how many words they have on average. */
  chunkCount: number;
  averageLength: number;
  /** In how many chunks a term (stem or gram) is. */
  countOf(term: string): number;
}

/**
 * Scores texts against a question by BM25 over stems and runs of four letters.
 * @param gramWeight what a run of letters counts against a word, 0 to 1.
 */
export class Bm25 {
  /** Weight by term of the question. */
  readonly #weights = new Map<string, number>();
  readonly #averageLength: number;
  /** Terms of the question that a word of a text has; most words have none. */
  readonly #matches = new Map<string, readonly string[]>();

  constructor(words: readonly string[], statistics: TermStatistics, gramWeight: number) {
    this.#averageLength = statistics.averageLength;
    const add = (term: string, factor: number): void => {
      const weight = factor * inverseFrequency(statistics.chunkCount, statistics.countOf(term));
      this.#weights.set(term, weight);
    };
    for (const word of words) {
      add(stemOf(word), 1);
      const grams = gramWeight > 0 ? charNgrams(word) : [];
      // A long word has many: together they shall not drown the shorter ones.
      for (const gram of grams) add(gram, gramWeight / Math.sqrt(grams.length));
    }
  }

  score(text: string): number {
    const words = tokenize(text);
    const counts = new Map<string, number>();
    for (const word of words) for (const term of this.#matchesOf(word)) counts.set(term, (counts.get(term) ?? 0) + 1);
    for (const form of otherFormsOf(text)) {
      const stem = stemOf(form);
      if (this.#weights.has(stem)) counts.set(stem, (counts.get(stem) ?? 0) + 1);
    }
    let score = 0;
    for (const [term, count] of counts) {
      score += this.#weights.get(term)! * saturation(count, words.length, this.#averageLength);
    }
    return score;
  }

  #matchesOf(word: string): readonly string[] {
    let matches = this.#matches.get(word);
    if (!matches) {
      matches = [stemOf(word), ...charNgrams(word)].filter((term) => this.#weights.has(term));
      this.#matches.set(word, matches);
    }
    return matches;
  }
}
