import { type RawBuilder, sql } from 'kysely';
import { guard } from '../../../db/write-batch.ts';
import { citedNumbers } from './cited-numbers.rules.ts';

/** A message that ends, with the chunks it was given. */
interface CitingMessage {
  runId: string;
  messageId: string;
  citations: readonly { number: number; chunkId: string; score: number }[];
  text: string;
}

/**
 * Keeps which chunks answers were given and which of them their texts refer to, with the statement that ends their runs;
 * null without any. A chunk whose document was deleted meanwhile is left out.
 */
export function citationsInsert(messages: readonly CitingMessage[]): RawBuilder<unknown> | null {
  const rows = messages.flatMap(({ runId, messageId, citations, text }) => {
    if (citations.length === 0) return [];
    const cited = citedNumbers(text, Math.max(...citations.map(({ number }) => number)));
    return citations.map(
      ({ number, chunkId, score }) =>
        sql`(${runId}::uuid, ${messageId}::uuid, ${number}::int, ${chunkId}::uuid, ${score}::double precision,
          ${cited.has(number)}::boolean)`,
    );
  });
  if (rows.length === 0) return null;
  return sql`insert into citations (message_id, number, chunk_id, score, is_cited)
    select passage.message_id, passage.number, passage.chunk_id, passage.score, passage.is_cited
    from (values ${sql.join(rows)}) as passage (run_id, message_id, number, chunk_id, score, is_cited)
    join chunks on chunks.id = passage.chunk_id join ${guard} on guard.id = passage.run_id`;
}
