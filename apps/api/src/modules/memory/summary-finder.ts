import type { SqlEntityManager } from '@mikro-orm/sql';
import { ConversationSummary } from './conversation-summary.entity.ts';

/**
 * The summary that covers most of the branch that ends at `leafId`, the newest among equals. A summary belongs to the
 * messages above its own: those of other branches are not found, nor are those of deleted messages.
 */
export async function findSummary(
  em: SqlEntityManager,
  sessionId: string,
  leafId: string,
): Promise<ConversationSummary | null> {
  const [row] = await em.execute<Record<string, unknown>[]>(
    `with recursive branch as (
       select id, parent_id, depth, deleted_at from messages where id = ? and session_id = ?
       union all
       select parent.id, parent.parent_id, parent.depth, parent.deleted_at
       from messages parent join branch on parent.id = branch.parent_id
       where branch.depth >= (select min(message_count) from conversation_summaries where session_id = ?)
     )
     select summary.* from conversation_summaries summary join branch on branch.id = summary.message_id
     where summary.session_id = ? and branch.deleted_at is null
     order by summary.message_count desc, summary.created_at desc, summary.id desc limit 1`,
    [leafId, sessionId, sessionId, sessionId],
  );
  return row ? em.map(ConversationSummary, row) : null;
}
