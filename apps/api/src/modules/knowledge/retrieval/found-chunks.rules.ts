import { tokenize } from '../../../text-search/terms.ts';

export interface ChunkText {
  documentId: string;
  ordinal: number;
  text: string;
}

const SHINGLE = 3;
/** Chunks that share this much are one. */
const NEAR_DUPLICATE = 0.8;
/** The shortest repetition that is cut out, in characters; shorter ones happen by chance. */
const MIN_OVERLAP = 20;
const MAX_OVERLAP = 2_000;

/** Leaves out chunks that say nearly the same as a better one. */
export function withoutNearDuplicates<T extends ChunkText>(chunks: readonly T[]): T[] {
  const kept: { chunk: T; shingles: Set<string> }[] = [];
  for (const chunk of chunks) {
    const shingles = shinglesOf(chunk.text);
    if (!kept.some((other) => likeness(other.shingles, shingles) >= NEAR_DUPLICATE)) kept.push({ chunk, shingles });
  }
  return kept.map(({ chunk }) => chunk);
}

function shinglesOf(text: string): Set<string> {
  const words = tokenize(text);
  const count = Math.max(1, words.length - SHINGLE + 1);
  return new Set(Array.from({ length: count }, (_, index) => words.slice(index, index + SHINGLE).join(' ')));
}

/** How much of the smaller set is in the other one. */
function likeness(a: Set<string>, b: Set<string>): number {
  const [small, large] = a.size < b.size ? [a, b] : [b, a];
  let shared = 0;
  for (const each of small) if (large.has(each)) shared += 1;
  return shared / large.size;
}

/**
 * Puts chunks that follow each other in a document together, in reading order, where the best of them was;
 * what a chunk repeats of the one before it is left out.
 */
export function withNeighboursJoined<T extends ChunkText>(chunks: readonly T[]): T[] {
  const groups: T[][] = [];
  for (const chunk of chunks) {
    const near = groups.filter((group) => group.some((other) => areNeighbours(other, chunk)));
    const [first, ...others] = near;
    if (!first) {
      groups.push([chunk]);
      continue;
    }
    first.push(chunk, ...others.flat());
    for (const other of others) groups.splice(groups.indexOf(other), 1);
  }
  return groups.flatMap((group) => {
    const ordered = group.toSorted((a, b) => a.ordinal - b.ordinal);
    return ordered.map((chunk, index) => {
      const before = ordered[index - 1];
      return before ? { ...chunk, text: chunk.text.slice(overlap(before.text, chunk.text)).trimStart() } : chunk;
    });
  });
}

const areNeighbours = (a: ChunkText, b: ChunkText): boolean =>
  a.documentId === b.documentId && Math.abs(a.ordinal - b.ordinal) === 1;

/** How many characters at the beginning of a text are the end of the one before it. */
function overlap(before: string, text: string): number {
  const longest = Math.min(before.length, text.length - 1, MAX_OVERLAP);
  const tail = before.slice(-longest);
  const anchor = text.slice(0, MIN_OVERLAP);
  for (let start = tail.indexOf(anchor); start >= 0; start = tail.indexOf(anchor, start + 1)) {
    if (text.startsWith(tail.slice(start))) return tail.length - start;
  }
  return 0;
}
