import type { SqlEntityManager } from '@mikro-orm/sql';
import { query } from './sql.ts';

export interface Column {
  name: string;
  /** As SQL writes it. */
  type: string;
  /** Place in the primary key from 1; null outside it. */
  key: number | null;
  /** Whether its order depends on the language of the database. */
  isText: boolean;
}

export interface Table {
  name: string;
  columns: Column[];
}

/** What only counts for minutes. */
const leftOut = new Set(['rate_limit_counters']);

/**
 * The tables among these names that a backup has, in the order in which they can be filled.
 * @param names every table of Parley's; another program's in the same database are none of our business.
 */
export async function describeTables(tx: SqlEntityManager, names: readonly string[]): Promise<Table[]> {
  const wanted = names.filter((name) => !leftOut.has(name));
  const rows = await query<Column & { table: string }>(tx, columnsQuery, [wanted]);
  const tables = new Map<string, Table>();
  for (const { table, ...column } of rows) {
    const known = tables.get(table) ?? { name: table, columns: [] };
    known.columns.push(column);
    tables.set(table, known);
  }
  const references = await query<{ from: string; to: string }>(tx, referencesQuery, [wanted]);
  return fillingOrder([...tables.keys()], references).map((name) => tables.get(name)!);
}

const columnsQuery = `
  select c.relname as table, a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
    array_position(i.indkey::int2[], a.attnum) as key, t.typcollation <> 0 as "isText"
  from pg_class c
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  join pg_type t on t.oid = a.atttypid
  left join pg_index i on i.indrelid = c.oid and i.indisprimary
  where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and c.relname = any($1)
  order by c.relname collate "C", a.attnum`;

const referencesQuery = `
  select distinct source.relname as from, target.relname as to
  from pg_constraint f join pg_class source on source.oid = f.conrelid join pg_class target on target.oid = f.confrelid
  where f.contype = 'f' and source.relname = any($1) and source.oid <> target.oid
    and source.relnamespace = current_schema()::regnamespace`;

/** Tables after those they refer to; the same order for the same tables. */
function fillingOrder(names: readonly string[], references: readonly { from: string; to: string }[]): string[] {
  const order: string[] = [];
  const left = new Set(names);
  while (left.size > 0) {
    const isReady = (name: string): boolean => !references.some(({ from, to }) => from === name && left.has(to));
    const ready = [...left].filter(isReady);
    if (ready.length === 0) throw new Error(`These tables refer to each other in a circle: ${[...left].join(', ')}.`);
    for (const name of ready) left.delete(name);
    order.push(...ready);
  }
  return order;
}
