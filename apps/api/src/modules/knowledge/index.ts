import { CollectionResolver } from './collection.resolver.ts';
import { DocumentResolver } from './document.resolver.ts';
import { SearchResolver } from './search.resolver.ts';
import { SessionRetrievalResolver } from './session-retrieval.resolver.ts';
import { ChunkResolver, CitationResolver, FilePartResolver, MessageCitationsResolver } from './citation.resolver.ts';

export { Chunk, ChunkLocation } from './documents/chunk.entity.ts';
export { Citation } from './citations/citation.entity.ts';
export { Collection } from './collections/collection.entity.ts';
export { CollectionEmbedder } from './indexing/collection-embedder.ts';
export { CollectionService } from './collections/collection.service.ts';
export { Document, DocumentStatus } from './documents/document.entity.ts';
export { DocumentEvents } from './documents/document-events.ts';
export { DocumentDescriber } from './indexing/metadata-sync.ts';
export { DocumentProcessor } from './indexing/document-processor.ts';
export { DocumentService } from './documents/document.service.ts';
export { EmbeddingAccount } from './indexing/embedding-meter.ts';
export { attachmentHeader } from './documents/file-name.rules.ts';
export { citationsInsert } from './citations/citations-insert.ts';
export { OrphanFiles } from './documents/orphan-files.ts';
export type { IndexedPassage, PassageIndex } from './documents/chunk-index.ts';
export { prepareEmbedder } from './indexing/prepare-embedder.ts';
export { storageUsed, type UploadDetails, UploadService } from './documents/upload.service.ts';
export { SearchMode, TextRange } from './retrieval/search.type.ts';
export { PassageSearch } from './retrieval/chunk-search.ts';
export {
  hasDocuments,
  type NumberedPassage,
  PASSAGE_BUDGET,
  type QuestionMaterial,
  QuestionRetrieval,
} from './retrieval/question-retrieval.ts';
export { SearchService } from './retrieval/search.service.ts';
export { SearchResolver } from './search.resolver.ts';
export { ChunkIndex } from './indexing/hybrid-index.ts';
export { SessionRetrieval } from './retrieval/session-retrieval.entity.ts';
export { SessionRetrievalResolver } from './session-retrieval.resolver.ts';
export { SessionRetrievalService } from './retrieval/session-retrieval.service.ts';
export {
  ChunkResolver,
  CitationResolver,
  CollectionResolver,
  DocumentResolver,
  FilePartResolver,
  MessageCitationsResolver,
};

export const knowledgeResolvers = [
  DocumentResolver,
  CollectionResolver,
  ChunkResolver,
  CitationResolver,
  MessageCitationsResolver,
  FilePartResolver,
  SearchResolver,
  SessionRetrievalResolver,
] as const;
