import type { SqlEntityManager } from '@mikro-orm/sql';
import { Message, type MessageRole } from './message.entity.ts';

/**
 * The messages of the branch that ends at `leafId`, from depth `from` (inclusive) to `to` (exclusive), oldest first.
 * Walks up from the leaf, so a page near the end of a long conversation costs only its own length.
 */
export async function findBranch(em: SqlEntityManager, leafId: string, from: number, to: number): Promise<Message[]> {
  const rows = await em.execute<Record<string, unknown>[]>(
    `with recursive branch as (
       select id, parent_id, depth from messages where id = ?
       union all
       select parent.id, parent.parent_id, parent.depth
       from messages parent join branch on parent.id = branch.parent_id
       where branch.depth > ?
     )
     select messages.* from branch join messages using (id)
     where branch.depth >= ? and branch.depth < ? order by branch.depth`,
    [leafId, from, from, to],
  );
  return rows.map((row) => em.map(Message, row));
}

/** One turn of the context a model gets. */
export interface HistoryEntry {
  messageId: string;
  role: MessageRole;
  text: string;
  tokenCount: number;
}

/**
 * The newest turns of the branch that ends at `leafId`, oldest first, as many as fit into `tokenBudget`
 * (the newest always comes along), and how many older ones there are.
 */
export async function findHistory(
  em: SqlEntityManager,
  leafId: string,
  tokenBudget: number,
  tokensPerMessage: number,
): Promise<{ entries: HistoryEntry[]; droppedCount: number }> {
  const rows = await em.execute<
    { id: string; role: MessageRole; depth: number; token_count: number; text: string | null }[]
  >(
    `with recursive branch as (
       select id, parent_id, depth, role, token_count, (token_count + ?) as total from messages where id = ?
       union all
       select parent.id, parent.parent_id, parent.depth, parent.role, parent.token_count,
              branch.total + parent.token_count + ?
       from messages parent join branch on parent.id = branch.parent_id
       where branch.total + parent.token_count + ? <= ?
     )
     select branch.id, branch.role, branch.depth, branch.token_count,
            (select string_agg(part.text, '' order by part.ordinal) from message_parts part
              where part.message_id = branch.id and part.type = 'TEXT') as text
     from branch order by branch.depth`,
    [tokensPerMessage, leafId, tokensPerMessage, tokensPerMessage, tokenBudget],
  );
  const entries = rows.map((row) => ({
    messageId: row.id,
    role: row.role,
    text: row.text ?? '',
    tokenCount: row.token_count,
  }));
  return { entries, droppedCount: rows[0]?.depth ?? 0 };
}

/** The newest leaf at or below a message. */
export async function findNewestLeaf(em: SqlEntityManager, messageId: string): Promise<string> {
  const [row] = await em.execute<{ id: string }[]>(
    `with recursive below as (
       select id, created_at from messages where id = ? and deleted_at is null
       union all
       select child.id, child.created_at from messages child join below on child.parent_id = below.id
       where child.deleted_at is null
     )
     select id from below
     where not exists (select 1 from messages child where child.parent_id = below.id and child.deleted_at is null)
     order by created_at desc, id desc limit 1`,
    [messageId],
  );
  return row?.id ?? messageId;
}

/** Marks a message and everything below it as deleted; returns how many there were. */
export async function deleteSubtree(em: SqlEntityManager, messageId: string): Promise<number> {
  const rows = await em.execute<{ id: string }[]>(
    `with recursive below as (
       select id from messages where id = ?
       union all
       select child.id from messages child join below on child.parent_id = below.id
     )
     update messages set deleted_at = now() where id in (select id from below) and deleted_at is null returning id`,
    [messageId],
  );
  return rows.length;
}
