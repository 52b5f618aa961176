import type { SqlEntityManager } from '@mikro-orm/sql';
import { type RawBuilder, sql } from 'kysely';
import { prepared } from '../../../db/prepared.ts';
import { isId } from '../../../kernel/ids.ts';
import type { Viewer } from '../../../kernel/request-context.ts';
import { ChatSession } from '../../chat/index.ts';
import { hasDocuments } from '../../knowledge/index.ts';
import { type Preferences, preferencesFrom } from '../../preferences/index.ts';

/** Where a question goes, and what its answer depends on. */
export interface SendPrecondition {
  session: ChatSession;
  /** The message it follows; null for the first of a branch. */
  parent: { id: string; depth: number } | null;
  /** An answer of the conversation is being written. */
  isBusy: boolean;
  /** The message id of the question is taken. */
  isRepeated: boolean;
  /** What its owner prefers. */
  preferences: Preferences;
  /** Whether there is any document to answer from. */
  hasDocuments: boolean;
}

type PreconditionRow = Record<string, unknown> & {
  parent_id: string | null;
  parent_depth: number | null;
  is_busy: boolean;
  is_repeated: boolean;
  preferences: Partial<Preferences> | null;
  has_documents: boolean;
};

/**
 * Reads with one statement what must be known before a question is asked in a conversation; it holds nothing, what
 * is written afterwards has to check that the conversation still ends where it did.
 * @param parentId the message it follows; null for the last one of the active branch.
 * @param messageId of the question, chosen by the client.
 * @returns null without such a conversation.
 */
export async function readSendPrecondition(
  em: SqlEntityManager,
  viewer: Viewer,
  sessionId: string,
  parentId: string | null,
  messageId: string | null,
): Promise<SendPrecondition | null> {
  if (!isId(sessionId)) return null;
  const { rows } = await sql<PreconditionRow>`${prepared}
    select s.*, p.id as parent_id, p.depth as parent_depth,
      exists(select from runs where session_id = s.id and status in ('QUEUED', 'RUNNING')) as is_busy,
      ${messageId ? sql`exists(select from messages where id = ${messageId})` : sql`false`} as is_repeated,
      liked.options as preferences,
      ${hasDocuments(sql.ref('s.owner_id'))} as has_documents
    from chat_sessions s
    left join messages p on p.id = ${parentOf(parentId)} and p.session_id = s.id and p.deleted_at is null
    left join preferences liked on liked.user_id = s.owner_id
    where s.id = ${sessionId} and s.owner_id = ${viewer.id} and s.deleted_at is null`.execute(em.getKysely());
  if (!rows[0]) return null;
  const { parent_id, parent_depth, is_busy, is_repeated, preferences, has_documents, ...columns } = rows[0];
  const session = em.map(ChatSession, columns);
  // What a question changes is written by a statement of its own: the unit of work must not write it again.
  em.clear();
  return {
    session,
    parent: parent_id === null ? null : { id: parent_id, depth: parent_depth! },
    isBusy: is_busy,
    isRepeated: is_repeated,
    preferences: preferencesFrom(preferences),
    hasDocuments: has_documents,
  };
}

function parentOf(parentId: string | null): RawBuilder<unknown> {
  if (parentId === null) return sql`s.active_leaf_id`;
  return isId(parentId) ? sql`${parentId}` : sql`null`;
}
