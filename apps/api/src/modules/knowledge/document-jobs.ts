import type { JobKind } from '../../ports/queue.ts';

/** Making the vectors of one collection with the present embedder; the key is its id. */
export const embedCollection: JobKind = { name: 'embed-collection', concurrency: 1, retries: 5 };

/** Reading and indexing one document; the key is its id. */
export const readDocument: JobKind = { name: 'read-document', concurrency: 2, retries: 3 };
