import { plainText, writtenNumber } from './exact-json.ts';

/** A value in the tree, without what it holds. */
export interface TreeNode {
  /** Keys from the root: indexes for arrays. */
  path: readonly (string | number)[];
  key: string;
  kind: 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null';
  /** The value itself, shortened; '' for objects and arrays, which `childCount` describes. */
  preview: string;
  childCount: number;
}

const longestPreview = 300;

function kindOf(value: unknown): TreeNode['kind'] {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return writtenNumber(value) === null ? (typeof value as TreeNode['kind']) : 'number';
}

function previewOf(value: unknown): string {
  if (typeof value === 'object' && value !== null) return '';
  const text = writtenNumber(value) ?? plainText(String(value));
  return text.length > longestPreview ? `${text.slice(0, longestPreview)}…` : text;
}

/** A value as a node of the tree. */
export function nodeOf(value: unknown, path: readonly (string | number)[]): TreeNode {
  const isHolder = typeof value === 'object' && value !== null;
  const childCount = !isHolder ? 0 : Array.isArray(value) ? value.length : Object.keys(value).length;
  const key = path.length === 0 ? '$' : String(path.at(-1));
  return { path, key, kind: kindOf(value), preview: previewOf(value), childCount };
}

/** What a value holds, from one place on. */
export function childrenOf(
  root: unknown,
  path: readonly (string | number)[],
  offset: number,
  limit: number,
): TreeNode[] {
  const value = path.reduce<unknown>((parent, key) => (parent as Record<string | number, unknown>)[key], root);
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value))
    return value.slice(offset, offset + limit).map((item, index) => nodeOf(item, [...path, offset + index]));
  return Object.entries(value)
    .slice(offset, offset + limit)
    .map(([key, item]) => nodeOf(item, [...path, key]));
}
