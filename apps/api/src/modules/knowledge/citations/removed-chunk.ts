import { Chunk } from '../documents/chunk.entity.ts';
import { Document, DocumentStatus } from '../documents/document.entity.ts';

/**
 * Stands in for a chunk whose document was deleted after an answer was given it: the events of the run can
 * still be replayed, without the text.
 */
export function removedChunk(chunkId: string): Chunk {
  return Object.assign(new Chunk(), { id: chunkId, ordinal: 0, text: '', tokenCount: 0, location: {} });
}

/** Stands in for the document of such a chunk. */
export function removedDocument(id: string): Document {
  return Object.assign(new Document(), {
    id,
    fileName: 'Deleted document',
    mediaType: 'application/octet-stream',
    sizeBytes: 0,
    status: DocumentStatus.FAILED,
    isActive: false,
    isDeleted: true,
  });
}
