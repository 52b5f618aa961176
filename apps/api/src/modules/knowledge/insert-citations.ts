import type { SqlEntityManager } from '@mikro-orm/sql';
import { Chunk } from './chunk.entity.ts';
import { Citation } from './citation.entity.ts';
import { citedNumbers } from './retrieval/index.ts';

/**
 * Keeps which passages an answer was given and which of them its text refers to; inside the transaction that ends it.
 * A passage whose document was deleted meanwhile is left out.
 */
export async function insertCitations(
  tx: SqlEntityManager,
  messageId: string,
  given: readonly { number: number; chunkId: string; score: number }[],
  text: string,
): Promise<void> {
  if (given.length === 0) return;
  const cited = citedNumbers(text, Math.max(...given.map(({ number }) => number)));
  const left = await tx.find(Chunk, { id: { $in: given.map(({ chunkId }) => chunkId) } }, { fields: ['id'] });
  const existing = new Set(left.map(({ id }) => id));
  const rows = given
    .filter(({ chunkId }) => existing.has(chunkId))
    .map(({ number, chunkId, score }) => ({
      message: messageId,
      number,
      chunk: chunkId,
      score,
      isCited: cited.has(number),
    }));
  if (rows.length > 0) await tx.insertMany(Citation, rows);
}
