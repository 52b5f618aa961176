export { Chunk, ChunkLocation } from './documents/chunk.entity.ts';
export { Citation } from './citations/citation.entity.ts';
export { Collection } from './collections/collection.entity.ts';
export { Document, DocumentStatus } from './documents/document.entity.ts';
export { DocumentService } from './documents/document.service.ts';
export { EmbeddingAccount } from './indexing/embedding-meter.ts';
export { attachmentHeader } from './documents/file-name.rules.ts';
export { citationsInsert } from './citations/citations-insert.ts';
export { OrphanFiles } from './documents/orphan-files.ts';
export type { IndexedPassage } from './documents/chunk-index.ts';
export { type UploadDetails, UploadService } from './documents/upload.service.ts';
export { SearchMode, TextRange } from './retrieval/search.type.ts';
export {
  hasDocuments,
  type NumberedPassage,
  PASSAGE_BUDGET,
  type QuestionMaterial,
  QuestionRetrieval,
} from './retrieval/question-retrieval.ts';

export { ChunkIndex } from './indexing/hybrid-index.ts';
export { PassageSearch } from './retrieval/chunk-search.ts';
