export interface Candidate {
  chunkId: string;
  /** BM25, from 0. */
  lexical: number;
  /** Cosine, or null where the chunk has no vector to compare. */
  similarity: number | null;
}

export interface Scored extends Candidate {
  /** 0 to 1. */
  score: number;
}

/** What meaning counts against words, where the embedder knows the language. */
export const DENSE_WEIGHT = 0.4;

/**
 * Candidates by the weighted sum of both halves, best first: BM25 divided by its maximum, the cosine stretched
 * to 0 … 1 over the candidates.
 * @param denseWeight 0 to 1: 1 is meaning alone.
 */
export function fuse(candidates: readonly Candidate[], denseWeight: number): Scored[] {
  const best = Math.max(...candidates.map(({ lexical }) => lexical), 0);
  const known = candidates.flatMap(({ similarity }) => (similarity === null ? [] : [similarity]));
  const low = Math.min(...known);
  const range = Math.max(...known) - low;
  const lexicalOf = ({ lexical }: Candidate): number => (best > 0 ? lexical / best : 0);
  const denseOf = ({ similarity }: Candidate): number =>
    similarity === null ? 0 : range > 0 ? (similarity - low) / range : 1;
  return byScore(
    candidates.map((candidate) => ({
      ...candidate,
      score: (1 - denseWeight) * lexicalOf(candidate) + denseWeight * denseOf(candidate),
    })),
  );
}

/** Best first; equal ones in a fixed order. */
export function byScore<T extends { score: number; chunkId: string }>(scored: T[]): T[] {
  return scored.sort((a, b) => b.score - a.score || (a.chunkId < b.chunkId ? -1 : 1));
}
