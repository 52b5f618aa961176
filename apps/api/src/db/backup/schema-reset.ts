import type { SqlEntityManager } from '@mikro-orm/sql';
import { query, quoted } from './sql.ts';

/** Schemas that are Parley's as a whole: the job queue makes its own again at the next start. */
const ownSchemas = ['analytics', 'pgboss'];

/** Removes everything of Parley's from a database, and nothing else, in the caller's transaction. */
export async function dropEverything(tx: SqlEntityManager, tables: readonly string[]): Promise<void> {
  const types = await query<{ name: string }>(tx, typesQuery, [tables]);
  const functions = await query<{ name: string }>(tx, functionsQuery, [tables]);
  for (const schema of ownSchemas) await tx.execute(`drop schema if exists ${schema} cascade`);
  await tx.execute(`drop table if exists ${tables.map(quoted).join(', ')} cascade`);
  for (const { name } of types) await tx.execute(`drop type ${name}`);
  for (const { name } of functions) await tx.execute(`drop function ${name}`);
  await tx.execute('delete from migrations');
}

/** Enumerations that the columns of the tables have. */
const typesQuery = `
  select distinct t.oid::regtype::text as name from pg_class c
  join pg_attribute a on a.attrelid = c.oid join pg_type t on t.oid = a.atttypid and t.typtype = 'e'
  where c.relnamespace = current_schema()::regnamespace and c.relname = any($1)`;

const functionsQuery = `
  select distinct p.oid::regprocedure::text as name from pg_class c
  join pg_trigger g on g.tgrelid = c.oid and not g.tgisinternal join pg_proc p on p.oid = g.tgfoid
  where c.relnamespace = current_schema()::regnamespace and c.relname = any($1)`;
