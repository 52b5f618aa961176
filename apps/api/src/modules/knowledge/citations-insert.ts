import { type RawBuilder, sql } from 'kysely';
import { guard } from '../../db/write-together.ts';
import { citedNumbers } from './retrieval/index.ts';

/**
 * Keeps which passages an answer was given and which of them its text refers to, with the statement that ends it;
 * null without any. A passage whose document was deleted meanwhile is left out.
 */
export function citationsInsert(
  messageId: string,
  given: readonly { number: number; chunkId: string; score: number }[],
  text: string,
): RawBuilder<unknown> | null {
  if (given.length === 0) return null;
  const cited = citedNumbers(text, Math.max(...given.map(({ number }) => number)));
  const rows = given.map(
    ({ number, chunkId, score }) =>
      sql`(${number}::int, ${chunkId}::uuid, ${score}::double precision, ${cited.has(number)}::boolean)`,
  );
  return sql`insert into citations (message_id, number, chunk_id, score, is_cited)
    select ${messageId}, passage.* from (values ${sql.join(rows)}) passage (number, chunk_id, score, is_cited)
    join chunks on chunks.id = passage.chunk_id, ${guard}`;
}
