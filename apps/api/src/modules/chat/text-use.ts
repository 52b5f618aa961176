import type { SqlEntityManager } from '@mikro-orm/sql';

/** Bytes of all text in a person's conversations, those in the trash included: they are kept until they are erased. */
export async function conversationBytes(em: SqlEntityManager, ownerId: string): Promise<number> {
  const [row] = await em.execute<{ bytes: string }[]>(
    `select coalesce((select sum(octet_length(title) + coalesce(octet_length(options->>'systemPrompt'), 0))
        from chat_sessions where owner_id = ?), 0)
      + coalesce((select sum(octet_length(p.text) + coalesce(pg_column_size(p.data), 0)) from chat_sessions s
        join messages m on m.session_id = s.id join message_parts p on p.message_id = m.id where s.owner_id = ?), 0)
      as bytes`,
    [ownerId, ownerId],
  );
  return Number(row!.bytes);
}
