import type { SqlEntityManager } from '@mikro-orm/sql';
import { CompiledQuery } from 'kysely';

/** Runs a statement with bound parameters ($1 …) in the transaction of an entity manager. */
export async function query<Row>(
  tx: SqlEntityManager,
  text: string,
  parameters: readonly unknown[] = [],
): Promise<Row[]> {
  const { rows } = await tx.getKysely().executeQuery(CompiledQuery.raw(text, [...parameters]));
  return rows as Row[];
}

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
