import type { SqlEntityManager } from '@mikro-orm/sql';
import { query, quoted } from './sql.ts';

/** Schemas that are Parley's as a whole: the job queue makes its own again at the next start. */
const ownSchemas = ['analytics', 'pgboss'];

/** Removes everything of Parley's from a database, and nothing else, in the caller's transaction. */
export async function dropEverything(tx: SqlEntityManager, tables: readonly string[]): Promise<void> {
  const types = await query<{ name: string }>(tx, typesQuery, [tables]);
  const functions = await query<{ name: string }>(tx, functionsQuery, [tables]);
  for (const schema of ownSchemas) await emptySchema(tx, schema);
  await tx.execute(`drop table if exists ${tables.map(quoted).join(', ')} cascade`);
  for (const { name } of types) await tx.execute(`drop type ${name}`);
  for (const { name } of functions) await tx.execute(`drop function ${name}`);
  await tx.execute('delete from migrations');
}

/** Leaves the schema itself: a role that may not make another one has it from somebody else, and so have those who may read it. */
async function emptySchema(tx: SqlEntityManager, schema: string): Promise<void> {
  const objects = await query<{ name: string }>(tx, objectsQuery, [schema]);
  for (const { name } of objects) await tx.execute(`drop ${name} cascade`);
}

/** Each is dropped with what depends on it, so some are gone when it is their turn. Tables first, for most depends on them. */
const objectsQuery = `
  select case relkind when 'v' then 'view' when 'm' then 'materialized view' when 'S' then 'sequence' when 'f' then 'foreign table'
      when 'c' then 'type' else 'table' end || format(' if exists %I.%I', nspname, relname) as name, 1 as turn
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where nspname = $1 and relkind in ('r', 'p', 'v', 'm', 'S', 'f', 'c')
  union all
  select format('routine if exists %I.%I(%s)', nspname, proname, pg_get_function_identity_arguments(p.oid)), 2
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace where nspname = $1
  union all
  select format('type if exists %I.%I', nspname, typname), 3
    from pg_type t join pg_namespace n on n.oid = t.typnamespace where nspname = $1 and typtype in ('d', 'e', 'r')
  order by turn`;

/** Enumerations that the columns of the tables have. */
const typesQuery = `
  select distinct t.oid::regtype::text as name from pg_class c
  join pg_attribute a on a.attrelid = c.oid join pg_type t on t.oid = a.atttypid and t.typtype = 'e'
  where c.relnamespace = current_schema()::regnamespace and c.relname = any($1)`;

const functionsQuery = `
  select distinct p.oid::regprocedure::text as name from pg_class c
  join pg_trigger g on g.tgrelid = c.oid and not g.tgisinternal join pg_proc p on p.oid = g.tgfoid
  where c.relnamespace = current_schema()::regnamespace and c.relname = any($1)`;
