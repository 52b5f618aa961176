import type { SqlEntityManager } from '@mikro-orm/sql';

/** Bytes of all a person has written about answers. */
export async function feedbackBytes(em: SqlEntityManager, ownerId: string): Promise<number> {
  const [row] = await em.execute<{ bytes: string }[]>(
    `select coalesce(sum(coalesce(octet_length(f.text), 0) + coalesce(octet_length(f.reported_issue), 0)
        + pg_column_size(f.categories)), 0) as bytes
      from chat_sessions s join messages m on m.session_id = s.id join message_feedback f on f.message_id = m.id
      where s.owner_id = ?`,
    [ownerId],
  );
  return Number(row!.bytes);
}
