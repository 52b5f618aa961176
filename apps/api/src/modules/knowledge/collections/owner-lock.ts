import type { SqlEntityManager } from '@mikro-orm/sql';
import { notFound } from '../../../kernel/errors.ts';

/** One change of a person after the other, until the transaction ends: quota, names and duplicates are decided one by one. */
export async function lockOwner(tx: SqlEntityManager, ownerId: string): Promise<void> {
  const rows = await tx.execute<unknown[]>('select id from users where id = ? for update', [ownerId]);
  if (rows.length === 0) throw notFound('User');
}
