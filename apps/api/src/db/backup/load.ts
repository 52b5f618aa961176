import type { SqlEntityManager } from '@mikro-orm/sql';
import { inOneTransaction, migrateIn } from '../migrate.ts';
import { APPLICATION, type Database } from '../orm.ts';
import { type Content, hasTables, ownTables } from './content.ts';
import { BadArchive, type TableSummary } from './format.ts';
import { dropEverything } from './schema-reset.ts';
import { query, quoted } from './sql.ts';
import { describeTables, type Table } from './tables.ts';
import { insertLines, summarise, useNeutralText } from './table-rows.ts';

export interface LoadOptions {
  /** Replaces what is there; otherwise a database with accounts is refused. */
  force: boolean;
  /** What to do instead, for the refusal. */
  otherTarget: string;
}

/**
 * Puts a content into a database in one transaction: emptied, brought to the schema the content had, filled, compared by
 * hash, brought up to date. When anything fails, the database is as it was before.
 * @returns rows by table.
 */
export async function loadContent(
  database: Database,
  content: Content,
  options: LoadOptions,
): Promise<Record<string, TableSummary>> {
  const { orm } = database;
  // The migrator looks around on connections of its own, which it must not while we hold one.
  await orm.migrator.getPending();
  const summaries = await inOneTransaction(orm, async (tx) => {
    await refuseUnlessFree(tx, database, options);
    await dropEverything(tx, ownTables(database));
    await bringTo(database, tx, content.migrations);
    const tables = await describeTables(tx, ownTables(database));
    await withoutTriggers(tx, tables, () => fill(tx, tables, content));
    await verify(tx, tables, content.summaries);
    await migrateIn(orm, tx);
    return content.summaries;
  });
  // New tables have no statistics yet: the first questions would be planned blindly.
  await database.fork().execute('analyze');
  return summaries;
}

async function refuseUnlessFree(
  tx: SqlEntityManager,
  database: Database,
  { force, otherTarget }: LoadOptions,
): Promise<void> {
  if (!database.isEmbedded) {
    const [row] = await query<{ count: number }>(
      tx,
      'select count(*)::int as count from pg_stat_activity where datname = current_database() and application_name = $1',
      [APPLICATION],
    );
    if (row!.count > 0) throw new Error('Parley is running on this database. Stop every instance first.');
  }
  if (force || !(await hasTables(tx))) return;
  const [row] = await query<{ count: number }>(tx, 'select count(*)::int as count from users');
  if (row!.count === 0) return;
  throw new Error(
    `This installation has accounts (${row!.count}). ${otherTarget}, or add --force to replace everything in it.`,
  );
}

async function bringTo(database: Database, tx: SqlEntityManager, wanted: readonly string[]): Promise<void> {
  const done = await migrateIn(database.orm, tx, wanted.at(-1));
  const isSame = wanted.length > 0 && wanted.length === done.length && wanted.every((name) => done.includes(name));
  if (isSame) return;
  throw new BadArchive(
    `The backup was made by another release of Parley (its schema is ${wanted.at(-1) ?? 'empty'}), which this one does not know. Use that release, or a newer one.`,
  );
}

async function withoutTriggers(
  tx: SqlEntityManager,
  tables: readonly Table[],
  work: () => Promise<void>,
): Promise<void> {
  for (const { name } of tables) await tx.execute(`alter table ${quoted(name)} disable trigger user`);
  await work();
  for (const { name } of tables) await tx.execute(`alter table ${quoted(name)} enable trigger user`);
}

async function fill(tx: SqlEntityManager, tables: readonly Table[], content: Content): Promise<void> {
  await useNeutralText(tx);
  const known = new Map(tables.map((table) => [table.name, table]));
  const columns = new Map(content.tables.map((table) => [table.name, checkColumns(known.get(table.name), table)]));
  // What the steps of the schema have put in is in the content.
  await tx.execute(`truncate ${tables.map(({ name }) => quoted(name)).join(', ')}`);
  for await (const { table, lines } of content.rows()) {
    const target = known.get(table);
    if (!target) throw new BadArchive(`The backup has a table that is not known: ${table}.`);
    await insertLines(tx, target, columns.get(table)!, lines).catch((error: unknown) => {
      throw insertProblem(error, table);
    });
  }
}

/** A value that is none: the server's own words about it show what people wrote. */
function insertProblem(error: unknown, table: string): unknown {
  const { code } = error as { code?: unknown };
  if (!/^2[23]/.test(String(code))) return error;
  return new BadArchive(`The archive is damaged: the rows of ${table} cannot be read (${String(code)}).`);
}

function checkColumns(table: Table | undefined, { name, columns }: { name: string; columns: readonly string[] }) {
  const own = table?.columns.map((column) => column.name) ?? [];
  if (own.length === columns.length && columns.every((column) => own.includes(column))) return columns;
  throw new BadArchive(`The table ${name} of the backup is not like the one of this release.`);
}

async function verify(
  tx: SqlEntityManager,
  tables: readonly Table[],
  expected: Record<string, TableSummary>,
): Promise<void> {
  for (const table of tables) {
    const found = await summarise(tx, table);
    const wanted = expected[table.name];
    if (wanted && found.rows === wanted.rows && found.sha256 === wanted.sha256) continue;
    throw new BadArchive(
      `The table ${table.name} is not as it was: ${found.rows} rows here, ${wanted?.rows ?? 'none'} in the backup. Nothing was changed.`,
    );
  }
}
