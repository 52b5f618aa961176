import { compareNumbers, plainText, writtenNumber } from './exact-json.ts';

/** A place where rows are found: names of properties, and `*` for every item of an array. */
export type TablePath = readonly string[];

/** An array of objects, or several of the same place taken together. */
export interface TableSource {
  path: TablePath;
  /** `$.orders[*].lines`. */
  label: string;
  rowCount: number;
}

export type Row = Readonly<Record<string, unknown>>;

export interface TableQuery {
  /** Text that one of a row's cells must hold, whatever the case; empty for all rows. */
  filter: string;
  sortBy: string | null;
  isDescending: boolean;
}

const mostPlaces = 100;
const deepestPlace = 12;
const mostColumns = 200;
const numeric = /^\s*-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\s*$/;
const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

const isObject = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A path for people: `$.orders[*].lines`. */
export function pathLabel(path: TablePath): string {
  const parts = path.map((part) => {
    if (part === '*') return '[*]';
    return /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(part) ? `.${part}` : `[${JSON.stringify(part)}]`;
  });
  return `$${parts.join('')}`;
}

/** Every place with an array of objects, those with the most rows first. */
export function findTables(root: unknown): TableSource[] {
  const found = new Map<string, TableSource>();
  const waiting: { value: unknown; path: TablePath }[] = [{ value: root, path: [] }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { value, path } = next;
    if (path.length > deepestPlace || typeof value !== 'object' || value === null) continue;
    if (!Array.isArray(value)) {
      for (const [name, child] of Object.entries(value))
        if (typeof child === 'object' && child !== null) waiting.push({ value: child, path: [...path, name] });
      continue;
    }
    const rowCount = value.reduce((count: number, item) => count + (isObject(item) ? 1 : 0), 0);
    const label = pathLabel(path);
    const known = found.get(label);
    if (known) known.rowCount += rowCount;
    else if (rowCount > 0 && found.size < mostPlaces) found.set(label, { path, label, rowCount });
    const itemPath = [...path, '*'];
    for (const item of value)
      if (typeof item === 'object' && item !== null) waiting.push({ value: item, path: itemPath });
  }
  return [...found.values()].toSorted((a, b) => a.path.length - b.path.length || b.rowCount - a.rowCount);
}

/** The objects at a place. */
export function rowsAt(root: unknown, path: TablePath): Row[] {
  let level: unknown[] = [root];
  for (const part of path) {
    level = level.flatMap((value) => {
      if (part === '*') return Array.isArray(value) ? (value as unknown[]) : [];
      return isObject(value) && Object.hasOwn(value, part) ? [value[part]] : [];
    });
  }
  return level.flatMap((value) => (Array.isArray(value) ? value.filter(isObject) : []));
}

/** The names of all properties, in the order they first appear, up to 200. */
export function columnsOf(rows: readonly Row[]): string[] {
  const columns = new Set<string>();
  for (const row of rows) {
    for (const name of Object.keys(row)) columns.add(name);
    if (columns.size >= mostColumns) break;
  }
  return [...columns].slice(0, mostColumns);
}

/** A cell as text: what is sorted, searched and shown. */
export function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'object') return writtenNumber(value) ?? plainText(String(value));
  if (Array.isArray(value)) return `[${value.length}]`;
  return `{${Object.keys(value).length}}`;
}

/** What a cell is sorted by. */
interface SortKey {
  row: Row;
  isMissing: boolean;
  /** Its digits, when it is a number, or a text like one: a CSV has texts only. */
  digits: string | null;
  text: string;
}

function sortKeyOf(row: Row, column: string): SortKey {
  const value = Object.hasOwn(row, column) ? row[column] : null;
  const text = cellText(value);
  const isMissing = value === null || value === undefined || text === '';
  const digits = writtenNumber(value) ?? (typeof value === 'string' && numeric.test(text) ? text.trim() : null);
  return { row, isMissing, digits, text };
}

/** Numbers by their size, before texts, which stand as people order them. */
function compare(a: SortKey, b: SortKey): number {
  if (a.digits !== null && b.digits !== null) return compareNumbers(a.digits, b.digits) || compareTexts(a, b);
  return Number(a.digits === null) - Number(b.digits === null) || compareTexts(a, b);
}

const compareTexts = (a: SortKey, b: SortKey) => collator.compare(a.text, b.text);

/** The rows that a query leaves, in its order. What is missing stands last in either direction. */
export function queryRows(rows: readonly Row[], { filter, sortBy, isDescending }: TableQuery): readonly Row[] {
  const sought = filter.trim().toLowerCase();
  const holds = (row: Row) => Object.values(row).some((value) => cellText(value).toLowerCase().includes(sought));
  const left = sought === '' ? rows : rows.filter(holds);
  if (sortBy === null) return left;
  const keys = left.map((row) => sortKeyOf(row, sortBy));
  keys.sort((a, b) => {
    if (a.isMissing || b.isMissing) return Number(a.isMissing) - Number(b.isMissing);
    return isDescending ? compare(b, a) : compare(a, b);
  });
  return keys.map(({ row }) => row);
}
