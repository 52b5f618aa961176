import type { Config } from '../config.ts';
import { MEGABYTE } from '../kernel/bytes.ts';
import {
  ChunkIndex,
  ChunkResolver,
  CitationResolver,
  CollectionEmbedder,
  CollectionResolver,
  CollectionService,
  DocumentDescriber,
  DocumentEvents,
  DocumentProcessor,
  DocumentResolver,
  DocumentService,
  EmbeddingAccount,
  FilePartResolver,
  MessageCitationsResolver,
  OrphanFiles,
  type PassageIndex,
  PassageSearch,
  prepareEmbedder,
  QuestionRetrieval,
  SearchResolver,
  SearchService,
  SessionRetrievalResolver,
  SessionRetrievalService,
  UploadService,
} from '../modules/knowledge/index.ts';
import type { Services } from '../services.ts';
import type { Adapters } from './adapters.ts';
import type { Conversations } from './conversations.ts';

export type Knowledge = ReturnType<typeof composeKnowledge>;

/** Documents: taken in, indexed, found again and cited. */
export function composeKnowledge(
  services: Services,
  adapters: Adapters,
  { chat, sessions, usage }: Conversations,
  config: Config,
) {
  const { bus, embedder, extractor, files, fork, log, queue, tokenizer, vectors } = adapters;
  const embeddings = services.add(new EmbeddingAccount({ fork, usage, tokenizer, log }));
  const search = new PassageSearch(embedder, vectors, log, embeddings);
  const retrieval = services.add(new QuestionRetrieval(search, tokenizer));
  const index: PassageIndex = services.add(new ChunkIndex(fork, embedder, vectors, embeddings));
  const events = services.add(new DocumentEvents(bus));
  const collections = services.add(new CollectionService(() => index.embedderId));
  const orphanFiles = services.add(new OrphanFiles(fork, files));
  const documents = services.add(new DocumentService({ chat, collections, events, files, index, queue, log }));
  const limits = { maxFileBytes: config.MAX_FILE_MB * MEGABYTE, maxUserBytes: config.USER_STORAGE_MB * MEGABYTE };
  const uploads = services.add(new UploadService({ chat, collections, files, queue, events, limits }));
  const describer = new DocumentDescriber({ fork, index, queue });
  const processor = new DocumentProcessor({
    fork,
    files,
    extractor,
    tokenizer,
    queue,
    index,
    describer,
    events,
    log,
  });
  const collectionEmbedder = new CollectionEmbedder({ fork, queue, index, log });

  services.add(new DocumentResolver(documents, collections, uploads));
  services.add(new CollectionResolver(collections, documents));
  services.add(new ChunkResolver());
  services.add(new CitationResolver());
  services.add(new MessageCitationsResolver());
  services.add(new SearchResolver(services.add(new SearchService(search))));
  services.add(new SessionRetrievalResolver(new SessionRetrievalService(chat, sessions, embedder !== null)));
  services.add(new FilePartResolver());
  return {
    documents,
    embeddings,
    orphanFiles,
    retrieval,
    /** Takes up the jobs about documents. */
    async start(): Promise<void> {
      await describer.start();
      await processor.start();
      await collectionEmbedder.start();
    },
    /** In the background: the first question does not wait for it. */
    prepare: (): Promise<void> => prepareEmbedder(fork, embedder, log),
  };
}
