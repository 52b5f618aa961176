import { createHash } from 'node:crypto';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { TableSummary } from './format.ts';
import { query, quoted } from './sql.ts';
import type { Column, Table } from './tables.ts';

/** About how much is read or written at once, in characters. */
const BATCH_LENGTH = 1_000_000;
const MAX_BATCH_ROWS = 2_000;
const FIRST_BATCH_ROWS = 50;

const neutralSettings = [
  `timezone = 'UTC'`,
  `datestyle = 'ISO, YMD'`,
  `intervalstyle = 'postgres'`,
  'extra_float_digits = 1',
  `bytea_output = 'hex'`,
];

/** How values are written as text must not depend on whom one asks. */
export async function useNeutralText(tx: SqlEntityManager): Promise<void> {
  for (const setting of neutralSettings) await tx.execute(`set local ${setting}`);
}

/**
 * The rows of a table in the order of its primary key, as batches of lines. A line is a JSON array with each value as
 * PostgreSQL writes it as text, or null: no type loses anything on its way.
 */
export async function* readLines(tx: SqlEntityManager, table: Table): AsyncGenerator<string[]> {
  const values = table.columns.map(({ name }) => `${quoted(name)}::text`).join(', ');
  await tx.execute(
    `declare backup_rows no scroll cursor for
     select json_build_array(${values})::text as line from ${quoted(table.name)} order by ${orderOf(table)}`,
  );
  let size = FIRST_BATCH_ROWS;
  for (;;) {
    const rows = await query<{ line: string }>(tx, `fetch ${size} from backup_rows`);
    if (rows.length === 0) break;
    const lines = rows.map(({ line }) => line);
    yield lines;
    const average = lines.reduce((sum, line) => sum + line.length, 0) / lines.length;
    size = Math.min(MAX_BATCH_ROWS, Math.max(1, Math.floor(BATCH_LENGTH / average)));
  }
  await tx.execute('close backup_rows');
}

function orderOf({ name, columns }: Table): string {
  const key = columns.filter((column) => column.key !== null).sort((a, b) => a.key! - b.key!);
  if (key.length === 0) throw new Error(`The table ${name} has no primary key: a backup could not be compared.`);
  return key.map((column) => `${quoted(column.name)}${column.isText ? ' collate "C"' : ''}`).join(', ');
}

/** Counts the lines of one table and makes their hash. */
export class LineCounter {
  readonly #hash = createHash('sha256');
  #rows = 0;

  add(lines: readonly string[]): void {
    this.#rows += lines.length;
    this.#hash.update(textOf(lines));
  }

  end(): TableSummary {
    return { rows: this.#rows, sha256: this.#hash.digest('hex') };
  }
}

export const textOf = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

/** What a table has now. */
export async function summarise(tx: SqlEntityManager, table: Table): Promise<TableSummary> {
  const counter = new LineCounter();
  for await (const lines of readLines(tx, table)) counter.add(lines);
  return counter.end();
}

/** Adds rows as {@link readLines} gives them. Triggers of the table must be off: what they would write is in the backup. */
export async function insertLines(
  tx: SqlEntityManager,
  table: Table,
  columns: readonly string[],
  lines: readonly string[],
): Promise<void> {
  const types = new Map(table.columns.map((column): [string, Column] => [column.name, column]));
  const values = columns.map((name, index) => `(line->>${index})::${types.get(name)!.type}`);
  const statement = `insert into ${quoted(table.name)} (${columns.map(quoted).join(', ')})
    select ${values.join(', ')} from json_array_elements($1::json) as line`;
  for (const batch of batchesOf(lines)) await query(tx, statement, [`[${batch.join(',')}]`]);
}

function* batchesOf(lines: readonly string[]): Generator<string[]> {
  let batch: string[] = [];
  let length = 0;
  for (const line of lines) {
    batch.push(line);
    length += line.length;
    if (length < BATCH_LENGTH && batch.length < MAX_BATCH_ROWS) continue;
    yield batch;
    batch = [];
    length = 0;
  }
  if (batch.length > 0) yield batch;
}
