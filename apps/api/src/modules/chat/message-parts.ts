import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Part } from '@parley/run-events';
import { type RawBuilder, sql } from 'kysely';
import { guard } from '../../db/write-batch.ts';
import { searchVector } from '../../text-search/search-vector.ts';
import type { Message } from './message.entity.ts';
import { MessagePartRow, PartType } from './message-part.entity.ts';

/** Writes the parts of messages that are complete, once, with the statement that ends their runs; null without any. */
export function partsInsert(
  messages: readonly { runId: string; messageId: string; parts: readonly Part[] }[],
): RawBuilder<unknown> | null {
  // Bound, not written into the statement as the ORM does: a long answer would be escaped and read as SQL.
  const rows = messages.flatMap(({ runId, messageId, parts }) =>
    parts.map((part, ordinal) => {
      const { partId, type, text, data } = toRow(part);
      const json = data === null ? null : JSON.stringify(data);
      const search = type === PartType.TEXT ? searchVector(text) : null;
      return sql`(${runId}::uuid, ${messageId}::uuid, ${ordinal}::int, ${partId}::text, ${type}::message_part_type, ${text}::text,
        ${json}::jsonb, ${search}::tsvector)`;
    }),
  );
  if (rows.length === 0) return null;
  return sql`insert into message_parts (message_id, ordinal, part_id, type, text, data, search)
    select part.message_id, part.ordinal, part.part_id, part.type, part.text, part.data, part.search
    from (values ${sql.join(rows)}) as part (run_id, message_id, ordinal, part_id, type, text, data, search)
    join ${guard} on guard.id = part.run_id`;
}

/** The stored parts of many messages, in order, with one query. */
export async function findParts(em: SqlEntityManager, messageIds: readonly string[]): Promise<Map<string, Part[]>> {
  const rows = await em.find(
    MessagePartRow,
    { message: { $in: [...messageIds] } },
    { orderBy: { message: 1, ordinal: 1 }, disableIdentityMap: true },
  );
  const found = new Map<string, Part[]>();
  for (const row of rows) {
    const parts = found.get(row.message.id) ?? [];
    parts.push(fromRow(row));
    found.set(row.message.id, parts);
  }
  return found;
}

type RowContent = Pick<MessagePartRow, 'partId' | 'type' | 'text' | 'data'>;

function toRow(part: Part): RowContent {
  switch (part.type) {
    case 'text':
      return { partId: part.id, type: PartType.TEXT, text: part.text, data: null };
    case 'reasoning':
      return { partId: part.id, type: PartType.REASONING, text: part.text, data: null };
    case 'tool': {
      const { toolName, arguments: args, result, error } = part;
      return { partId: part.id, type: PartType.TOOL, text: '', data: { toolName, arguments: args, result, error } };
    }
    case 'file':
      return { partId: part.id, type: PartType.FILE, text: '', data: { documentId: part.documentId } };
  }
}

function fromRow(row: MessagePartRow): Part {
  switch (row.type) {
    case PartType.TEXT:
      return { type: 'text', id: row.partId, text: row.text };
    case PartType.REASONING:
      return { type: 'reasoning', id: row.partId, text: row.text };
    case PartType.TOOL:
      return {
        type: 'tool',
        id: row.partId,
        ...(row.data as { toolName: string; arguments: unknown; result: unknown; error: string | null }),
      };
    case PartType.FILE:
      return { type: 'file', id: row.partId, ...(row.data as { documentId: string }) };
  }
}

/** True while a message's parts are still in its run's log. */
export const isBeingWritten = (message: Pick<Message, 'status'>): boolean =>
  message.status === 'PENDING' || message.status === 'STREAMING';
