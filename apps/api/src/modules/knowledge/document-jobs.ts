import type { JobKind } from '../../ports/queue.ts';

/** Reading and indexing one document; the key is its id. */
export const readDocument: JobKind = { name: 'read-document', concurrency: 2, retries: 3 };
