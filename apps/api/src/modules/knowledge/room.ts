import { MEGABYTE } from '../../kernel/bytes.ts';
import { defineRoom } from '../../room.ts';
import { chatRoom } from '../chat/room.ts';
import { usageRoom } from '../usage/room.ts';
import { ChunkResolver, CitationResolver, FilePartResolver, MessageCitationsResolver } from './citation.resolver.ts';
import { Citation } from './citations/citation.entity.ts';
import { CollectionResolver } from './collection.resolver.ts';
import { Collection } from './collections/collection.entity.ts';
import { CollectionService } from './collections/collection.service.ts';
import { DocumentResolver } from './document.resolver.ts';
import { type ChunkIndex } from './documents/chunk-index.ts';
import { Chunk } from './documents/chunk.entity.ts';
import { DocumentEvents } from './documents/document-events.ts';
import { Document } from './documents/document.entity.ts';
import { DocumentService } from './documents/document.service.ts';
import { OrphanFiles } from './documents/orphan-files.ts';
import { UploadService, storageUsed } from './documents/upload.service.ts';
import { CollectionEmbedder } from './indexing/collection-embedder.ts';
import { DocumentProcessor } from './indexing/document-processor.ts';
import { EmbeddingMeter } from './indexing/embedding-meter.ts';
import { MetadataSync } from './indexing/metadata-sync.ts';
import { prepareEmbedder } from './indexing/prepare-embedder.ts';
import { HybridIndex } from './indexing/hybrid-index.ts';
import { ChunkSearch } from './retrieval/chunk-search.ts';
import { QuestionRetrieval } from './retrieval/question-retrieval.ts';
import { SearchService } from './retrieval/search.service.ts';
import { SearchResolver } from './search.resolver.ts';
import { SessionRetrieval } from './retrieval/session-retrieval.entity.ts';
import { SessionRetrievalService } from './retrieval/session-retrieval.service.ts';
import { SessionRetrievalResolver } from './session-retrieval.resolver.ts';

/** Documents: taken in, indexed, found again and cited. */
export const knowledgeRoom = defineRoom({
  name: 'knowledge',
  entities: [Collection, Document, Chunk, Citation, SessionRetrieval],
  tables: ['chunk_vectors', 'chunk_terms', 'term_counts', 'lexicon_totals'],
  resolvers: [
    DocumentResolver,
    CollectionResolver,
    ChunkResolver,
    CitationResolver,
    MessageCitationsResolver,
    FilePartResolver,
    SearchResolver,
    SessionRetrievalResolver,
  ],
  create({ add, bus, config, embedder, extractor, files, fork, log, queue, tokenizer, use, vectors }) {
    const { chat, sessions } = use(chatRoom);
    const { usage } = use(usageRoom);
    const embeddings = add(new EmbeddingMeter({ fork, usage, tokenizer, log }));
    const search = new ChunkSearch(embedder, vectors, log, embeddings);
    const retrieval = add(new QuestionRetrieval(search, tokenizer));
    const index: ChunkIndex = add(new HybridIndex(fork, embedder, vectors, embeddings));
    const events = add(new DocumentEvents(bus));
    const collections = add(new CollectionService(() => index.embedderId));
    const orphanFiles = add(new OrphanFiles(fork, files));
    const documents = add(new DocumentService({ chat, collections, events, files, index, queue, log }));
    const limits = { maxFileBytes: config.MAX_FILE_MB * MEGABYTE, maxUserBytes: config.USER_STORAGE_MB * MEGABYTE };
    const uploads = add(new UploadService({ chat, collections, files, queue, events, limits }));
    const metadataSync = new MetadataSync({ fork, index, queue });
    const processor = new DocumentProcessor({
      fork,
      files,
      extractor,
      tokenizer,
      queue,
      index,
      metadataSync,
      events,
      log,
    });
    const collectionEmbedder = new CollectionEmbedder({ fork, queue, index, log });

    add(new DocumentResolver(documents, collections, uploads));
    add(new CollectionResolver(collections, documents));
    add(new SearchResolver(add(new SearchService(search))));
    add(new SessionRetrievalResolver(new SessionRetrievalService(chat, sessions, embedder !== null)));
    return {
      offers: { documents, embeddings, retrieval },
      async start() {
        await metadataSync.start();
        await processor.start();
        await collectionEmbedder.start();
      },
      // The first question does not wait for it.
      warmUp: () => prepareEmbedder(fork, embedder, log),
      housekeeping: { 'delete-orphan-files': () => orphanFiles.sweep(new Date()) },
      storedBytes: async (em, ownerId) => ({ files: await storageUsed(em, ownerId) }),
    };
  },
});
