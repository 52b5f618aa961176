/** Messages between the main thread and the worker that holds the embedded database. */
export type WorkerRequest = { type: 'execute'; bytes: Uint8Array } | { type: 'dump' } | { type: 'close' };

export type WorkerResponse =
  | { type: 'ready' }
  | { type: 'executed'; bytes: Uint8Array }
  | { type: 'dumped'; snapshot: Blob }
  | { type: 'closed' }
  | { type: 'failed'; message: string };

export interface EmbeddedDatabaseOptions {
  /** Folder of the database; undefined keeps it in memory (tests). */
  dataDir?: string | undefined;
  /** A dumped data folder to start from (tests: migrated once, booted many times). */
  snapshot?: Blob | undefined;
}
