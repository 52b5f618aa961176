import { CollectionResolver } from './collection.resolver.ts';
import { DocumentResolver } from './document.resolver.ts';
import { SearchResolver } from './retrieval/index.ts';
import { SessionRetrievalResolver } from './session-retrieval.resolver.ts';
import { ChunkResolver, CitationResolver, FilePartResolver, MessageCitationsResolver } from './passage.resolver.ts';

export { Chunk, ChunkLocation } from './chunk.entity.ts';
export { Citation } from './citation.entity.ts';
export { Collection } from './collection.entity.ts';
export { CollectionEmbedder } from './collection-embedder.ts';
export { CollectionService } from './collection.service.ts';
export { Document, DocumentStatus } from './document.entity.ts';
export { DocumentEvents } from './document-events.ts';
export { DocumentDescriber } from './document-describer.ts';
export { DocumentProcessor } from './document-processor.ts';
export { DocumentService } from './document.service.ts';
export { EmbeddingAccount } from './embedding-account.ts';
export { attachmentHeader } from './file-name.rules.ts';
export { citationsInsert } from './citations-insert.ts';
export { OrphanFiles } from './orphan-files.ts';
export type { IndexedPassage, PassageIndex } from './passage-index.ts';
export { prepareEmbedder } from './prepare-embedder.ts';
export { storageUsed, type UploadDetails, UploadService } from './upload.service.ts';
export { ChunkHit, SearchDocumentsInput, SearchMode, TextRange } from './search.type.ts';
export * from './retrieval/index.ts';
export { SessionRetrieval } from './session-retrieval.entity.ts';
export { SessionRetrievalResolver } from './session-retrieval.resolver.ts';
export { SessionRetrievalService } from './session-retrieval.service.ts';
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
