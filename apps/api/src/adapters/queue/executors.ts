import type { SqlEntityManager } from '@mikro-orm/sql';
import { CompiledQuery, type Kysely } from 'kysely';
import type { Pool } from 'pg';

/** How pg-boss has statements executed. */
interface Executor {
  executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
}

/** By any free connection. */
export const throughPool = (pool: Pool): Executor => ({
  executeSql: async (text, values) => onlyRows(await pool.query(text, values)),
});

/** Together with what else the transaction does. @throws Error outside of one. */
export function inTransaction(tx: SqlEntityManager): Executor {
  const transaction = tx.getTransactionContext<Kysely<unknown>>();
  if (!transaction) throw new Error('A job is added inside a transaction.');
  return { executeSql: (text, values) => transaction.executeQuery(CompiledQuery.raw(text, values as unknown[])) };
}

/** Several statements at once give several results; pg-boss reads their rows as one. */
function onlyRows(result: { rows: unknown[] } | { rows: unknown[] }[]): { rows: unknown[] } {
  return Array.isArray(result) ? { rows: result.flatMap(({ rows }) => rows) } : result;
}
