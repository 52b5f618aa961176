import type { JsonError } from './json-error.ts';
import type { DataKind, DataSummary, TablePage, TextPage } from './viewer-data.ts';
import type { TablePath, TableQuery } from './table-rules.ts';
import type { TreeNode } from './tree-rules.ts';

/** What the page asks of the worker, each with its answer. */
export interface ViewerCalls {
  /** Bytes of a file, or text that was pasted. */
  open: { args: [source: ArrayBuffer | string, kind: DataKind | null]; answer: DataSummary };
  children: { args: [path: readonly (string | number)[], offset: number, limit: number]; answer: TreeNode[] };
  table: { args: [path: TablePath, query: TableQuery, offset: number, limit: number]; answer: TablePage };
  text: { args: [offset: number, limit: number]; answer: TextPage };
}

export type ViewerMethod = keyof ViewerCalls;

export interface ViewerRequest<M extends ViewerMethod = ViewerMethod> {
  id: number;
  method: M;
  args: ViewerCalls[M]['args'];
}

export interface ViewerResponse {
  id: number;
  answer?: unknown;
  /** No fault: the data cannot be shown, whatever the place. */
  problem?: { fault: JsonError | null };
}
