export interface RetrievalFigures {
  recallAt1: number;
  recallAt5: number;
  /** Mean of one over the rank of the right passage, 0 beyond the tenth. */
  mrrAt10: number;
  medianMs: number;
}

/** @param ranks of the right passage, from 1; null where it is not among the first ten. */
export function retrievalFigures(ranks: readonly (number | null)[], milliseconds: readonly number[]): RetrievalFigures {
  const within = (limit: number): number => mean(ranks.map((rank) => (rank !== null && rank <= limit ? 1 : 0)));
  return {
    recallAt1: within(1),
    recallAt5: within(5),
    mrrAt10: mean(ranks.map((rank) => (rank === null ? 0 : 1 / rank))),
    medianMs: milliseconds.toSorted((a, b) => a - b)[Math.floor(milliseconds.length / 2)] ?? 0,
  };
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / (values.length || 1);

/** True when an answer has the expected words, whatever their case, accents and punctuation. */
export const holds = (answer: string, expected: string): boolean => plain(answer).includes(plain(expected));

const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
