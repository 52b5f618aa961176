import Papa from 'papaparse';
import { parseExact, writtenNumber } from './exact-json.ts';
import { findJsonError, type JsonError } from './json-error.ts';
import { prettyLines } from './json-lines.ts';
import {
  cellText,
  columnsOf,
  findTables,
  queryRows,
  rowsAt,
  type Row,
  type TablePath,
  type TableQuery,
} from './table-rules.ts';
import { childrenOf, nodeOf, type TreeNode } from './tree-rules.ts';
import type { TableSource } from './table-rules.ts';

export type DataKind = 'json' | 'csv';

/** A row of a CSV, from 1, and the code of what is wrong in it. */
export interface RowFault {
  row: number;
  code: string;
}

/** What is known of data once it is read. */
export interface DataSummary {
  kind: DataKind;
  characters: number;
  root: TreeNode;
  tables: TableSource[];
  /** Faults of single rows of a CSV; the rest of it is shown. */
  warnings: RowFault[];
}

export interface TablePage {
  columns: string[];
  /** Cells in the order of the columns. */
  rows: { text: string; isNumber: boolean }[][];
  /** Rows that the filter left. */
  total: number;
}

export interface TextPage {
  lines: string[];
  total: number;
}

const longestCell = 300;
const longestLine = 5_000;
const shorten = (text: string, most: number) =>
  text.length > most ? `${text.slice(0, most)}… (+${text.length - most})` : text;

/** Thrown for a text that is no JSON. */
export class DataError extends Error {
  readonly fault: JsonError;

  constructor(fault: JsonError) {
    super(fault.code);
    this.fault = fault;
  }
}

/** JSON begins with a bracket, or is a single value; the rest is read as CSV. */
export function guessKind(text: string): DataKind {
  const start = text.slice(0, 200).replace('\uFEFF', '').trimStart();
  if (/^[[{"]/.test(start) && !/^"[^"\n]*"[,;\t]/.test(start)) return 'json';
  return /^(?:-?\d[\d.eE+-]*|true|false|null)\s*$/.test(start) ? 'json' : 'csv';
}

function parseJson(text: string): unknown {
  try {
    return parseExact(text);
  } catch (error) {
    const fault = findJsonError(text);
    if (fault) throw new DataError(fault);
    throw error;
  }
}

function parseCsv(text: string): { rows: Row[]; warnings: RowFault[] } {
  const taken = new Map<string, number>();
  const { data, errors } = Papa.parse<Record<string, string>>(text, {
    header: true,
    skipEmptyLines: 'greedy',
    transformHeader: (name, index) => {
      const plain = name.trim() || `#${index + 1}`;
      const count = (taken.get(plain) ?? 0) + 1;
      taken.set(plain, count);
      return count === 1 ? plain : `${plain} (${count})`;
    },
  });
  const told = errors.filter(({ code }) => code !== 'UndetectableDelimiter');
  return { rows: data, warnings: told.map(({ row, code }) => ({ row: (row ?? 0) + 1, code })) };
}

/** JSON or CSV that was read, answering for the parts of it that are on the screen. */
export class ViewerData {
  readonly summary: DataSummary;
  readonly #text: string;
  readonly #root: unknown;
  #lines: string[] | null = null;
  #table: { key: string; rows: readonly Row[]; columns: string[] } | null = null;
  #query: { key: string; rows: readonly Row[] } | null = null;

  /** @throws DataError for a text that is no JSON. */
  constructor(source: string, kind: DataKind) {
    this.#text = source.startsWith('\uFEFF') ? source.slice(1) : source;
    const { rows, warnings } = kind === 'csv' ? parseCsv(this.#text) : { rows: null, warnings: [] };
    this.#root = rows ?? parseJson(this.#text);
    const root = nodeOf(this.#root, []);
    this.summary = { kind, characters: source.length, root, tables: findTables(this.#root), warnings };
  }

  children(path: readonly (string | number)[], offset: number, limit: number): TreeNode[] {
    return childrenOf(this.#root, path, offset, limit);
  }

  table(path: TablePath, query: TableQuery, offset: number, limit: number): TablePage {
    const key = JSON.stringify(path);
    if (this.#table?.key !== key) {
      const rows = rowsAt(this.#root, path);
      this.#table = { key, rows, columns: columnsOf(rows) };
    }
    const { rows: all, columns } = this.#table;
    const queryKey = JSON.stringify([key, query]);
    if (this.#query?.key !== queryKey) this.#query = { key: queryKey, rows: queryRows(all, query) };
    const { rows } = this.#query;
    const cells = rows.slice(offset, offset + limit).map((row) =>
      columns.map((name) => {
        const value = Object.hasOwn(row, name) ? row[name] : undefined;
        return { text: shorten(cellText(value), longestCell), isNumber: writtenNumber(value) !== null };
      }),
    );
    return { columns, rows: cells, total: rows.length };
  }

  text(offset: number, limit: number): TextPage {
    this.#lines ??= this.summary.kind === 'json' ? prettyLines(this.#text) : this.#text.split(/\r\n|\r|\n/);
    const lines = this.#lines.slice(offset, offset + limit).map((line) => shorten(line, longestLine));
    return { lines, total: this.#lines.length };
  }
}
