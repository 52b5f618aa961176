import type { SqlEntityManager } from '@mikro-orm/sql';

/** Bytes of the system prompts that a person's runs were asked with: each keeps its own. */
export async function runPromptBytes(em: SqlEntityManager, ownerId: string): Promise<number> {
  const [row] = await em.execute<{ bytes: string }[]>(
    'select coalesce(sum(octet_length(system_prompt)), 0) as bytes from runs where owner_id = ?',
    [ownerId],
  );
  return Number(row!.bytes);
}
