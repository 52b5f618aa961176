import type { JobKind } from '../../../ports/queue.ts';

/** Making the vectors of one collection with the present embedder; the key is its id. */
export const embedCollection: JobKind = { name: 'embed-collection', concurrency: 1, retries: 5 };

/** Reading and indexing one document; the key is its id. */
export const readDocument: JobKind = { name: 'read-document', concurrency: 2, retries: 3 };

/**
 * Bringing another collection or other metadata of a document to all that finds its chunks. The key is its id and
 * that of the change: one that comes while an earlier one is at work is not lost.
 */
export const syncMetadata: JobKind = { name: 'sync-metadata', concurrency: 1, retries: 8 };
