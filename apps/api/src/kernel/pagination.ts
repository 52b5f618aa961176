import { badInput } from './errors.ts';

export const MAX_PAGE_SIZE = 100;

/** How much of a list is asked for, Relay style. */
export interface PageArguments {
  first?: number | null;
  after?: string | null;
  last?: number | null;
  before?: string | null;
}

/** One page of a list, in the shape of a Relay connection. */
export interface Page<T> {
  edges: { cursor: string; node: T }[];
  nodes: T[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
  totalCount: number;
}

/** @throws ParleyError BAD_USER_INPUT unless 1 ≤ value ≤ {@link MAX_PAGE_SIZE}. */
export function checkPageSize(field: string, value: number): number {
  if (value < 1 || value > MAX_PAGE_SIZE) throw badInput(field, `${field} must be between 1 and ${MAX_PAGE_SIZE}.`);
  return value;
}

/** Packs the values a list is ordered by; opaque to callers. */
export function encodeCursor(...values: (string | number)[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/**
 * Unpacks a cursor into as many values as `shape` has, checking the type of each.
 * @throws ParleyError BAD_USER_INPUT when it is not a cursor of this list.
 */
export function decodeCursor<T extends ('string' | 'number')[]>(
  field: string,
  cursor: string,
  ...shape: T
): { [I in keyof T]: T[I] extends 'string' ? string : number } {
  const values = parseCursor(cursor);
  const fits = values?.length === shape.length && shape.every((type, index) => typeof values[index] === type);
  if (!fits) throw badInput(field, `${field} is not a cursor of this list.`);
  return values as never;
}

function parseCursor(cursor: string): unknown[] | null {
  if (cursor.length > 1000 || !/^[\w-]+$/.test(cursor)) return null;
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(values) ? values : null;
  } catch {
    return null;
  }
}

/** Builds a page from its nodes in list order. */
export function page<T>(
  nodes: T[],
  cursorOf: (node: T) => string,
  facts: { hasNextPage: boolean; hasPreviousPage: boolean; totalCount: number },
): Page<T> {
  const edges = nodes.map((node) => ({ cursor: cursorOf(node), node }));
  return {
    edges,
    nodes,
    pageInfo: {
      hasNextPage: facts.hasNextPage,
      hasPreviousPage: facts.hasPreviousPage,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount: facts.totalCount,
  };
}
