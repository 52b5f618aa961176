export { Chunk, ChunkLocation } from './documents/chunk.entity.ts';
export { Citation } from './citations/citation.entity.ts';
export { Collection } from './collections/collection.entity.ts';
export { Document, DocumentStatus } from './documents/document.entity.ts';
export { DocumentService } from './documents/document.service.ts';
export { EmbeddingMeter } from './indexing/embedding-meter.ts';
export { attachmentHeader } from './documents/file-name.rules.ts';
export { citationsInsert } from './citations/citations-insert.ts';
export { OrphanFiles } from './documents/orphan-files.ts';
export type { IndexedChunk } from './documents/chunk-index.ts';
export { type UploadDetails, UploadService } from './documents/upload.service.ts';
export { SearchMode, TextRange } from './retrieval/search.type.ts';
export {
  hasDocuments,
  type NumberedChunk,
  CHUNK_BUDGET,
  type QuestionMaterial,
  QuestionRetrieval,
} from './retrieval/question-retrieval.ts';

export { HybridIndex } from './indexing/hybrid-index.ts';
export { ChunkSearch } from './retrieval/chunk-search.ts';
