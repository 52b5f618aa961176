import { IsolationLevel } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { appliedMigrations } from '../migrate.ts';
import { type Database, sqlTables } from '../orm.ts';
import type { TableSummary } from './format.ts';
import { query } from './sql.ts';
import { describeTables, type Table } from './tables.ts';
import { LineCounter, readLines, useNeutralText } from './table-rows.ts';

/** Where rows come from: a database at one moment, or an archive. */
export interface Content {
  /** Steps the schema had been through. */
  migrations: readonly string[];
  tables: readonly { name: string; columns: readonly string[] }[];
  /** Rows of one table after the other, in the order of `tables`. */
  rows(): AsyncIterable<{ table: string; lines: string[] }>;
  /** What each table has; complete when all rows were read. */
  summaries: Record<string, TableSummary>;
}

/** Every table of Parley’s that this build knows. */
export function ownTables({ orm }: Pick<Database, 'orm'>): string[] {
  const entities = [...orm.getMetadata().getAll().values()].map(({ tableName }) => tableName);
  return [...new Set([...entities, ...sqlTables])];
}

/** Reads a database as it is at one moment, whoever writes to it meanwhile. */
export async function withContentOf<T>(
  database: Database,
  use: (content: Content, tx: SqlEntityManager) => Promise<T>,
): Promise<T> {
  const options = { isolationLevel: IsolationLevel.REPEATABLE_READ, readOnly: true };
  return database.fork().transactional(async (transaction) => {
    const tx = transaction as SqlEntityManager;
    await tx.execute('set local statement_timeout = 0');
    await useNeutralText(tx);
    return use(await contentIn(database, tx), tx);
  }, options);
}

async function contentIn(database: Database, tx: SqlEntityManager): Promise<Content> {
  if (!(await hasTables(tx))) throw new Error('There is nothing to back up: Parley has never run on this database.');
  const tables = await describeTables(tx, ownTables(database));
  const summaries: Record<string, TableSummary> = {};
  return {
    migrations: await appliedMigrations(tx),
    tables: tables.map(({ name, columns }) => ({ name, columns: columns.map((column) => column.name) })),
    rows: () => rowsOf(tx, tables, summaries),
    summaries,
  };
}

async function* rowsOf(
  tx: SqlEntityManager,
  tables: readonly Table[],
  summaries: Record<string, TableSummary>,
): AsyncGenerator<{ table: string; lines: string[] }> {
  for (const table of tables) {
    const counter = new LineCounter();
    for await (const lines of readLines(tx, table)) {
      counter.add(lines);
      yield { table: table.name, lines };
    }
    summaries[table.name] = counter.end();
  }
}

/** Whether Parley was ever started on this database. */
export async function hasTables(tx: SqlEntityManager): Promise<boolean> {
  const [row] = await query<{ found: boolean }>(
    tx,
    `select to_regclass('users') is not null and to_regclass('migrations') is not null as found`,
  );
  return row!.found;
}
