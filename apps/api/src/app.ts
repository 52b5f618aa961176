import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import { createBus } from './adapters/bus/index.ts';
import { createCache } from './adapters/cache/index.ts';
import { createEmbedder } from './adapters/embedder/index.ts';
import { createDocumentExtractor } from './adapters/extraction/index.ts';
import { createFileStore } from './adapters/file-store/index.ts';
import { createLanguageModelProviders } from './adapters/language-model/index.ts';
import { PrometheusMetrics } from './adapters/metrics/index.ts';
import { createQueue } from './adapters/queue/index.ts';
import { createRateLimiter } from './adapters/rate-limiter/index.ts';
import { connectRedis } from './adapters/redis.ts';
import { createTokenizer } from './adapters/tokenizer/index.ts';
import { createTracer } from './adapters/tracer/index.ts';
import { createVectorStore } from './adapters/vector-store/index.ts';
import type { Config } from './config.ts';
import type { Database } from './db/orm.ts';
import { addGauges } from './gauges.ts';
import { startHousekeeping } from './housekeeping.ts';
import { newId } from './kernel/ids.ts';
import type { Log } from './kernel/log.ts';
import { AuthResolver, AuthService, AuthSessionService } from './modules/auth/index.ts';
import { ChatService, ChatSessionResolver, MessageResolver, SessionEvents, Trash } from './modules/chat/index.ts';
import { FeedbackResolver, FeedbackService, MessageFeedbackResolver } from './modules/feedback/index.ts';
import {
  AnswerService,
  CitationAddedResolver,
  ContextBuilder,
  ForeignRuns,
  GenerationResolver,
  LeaseKeeper,
  LiveRuns,
  MessageRunResolver,
  QuestionService,
  RunEndedResolver,
  RunEnding,
  RunEventResolver,
  RunExecutor,
  RunLog,
  RunResolver,
  RunSaver,
  RunService,
  RunStartedResolver,
  RunStream,
  RunTakeover,
  SessionRunResolver,
  TitleWriter,
  TurnStarter,
} from './modules/generation/index.ts';
import {
  ChunkIndex,
  ChunkResolver,
  CitationResolver,
  CollectionResolver,
  CollectionEmbedder,
  CollectionService,
  DocumentDescriber,
  DocumentEvents,
  DocumentProcessor,
  DocumentResolver,
  DocumentService,
  FilePartResolver,
  MessageCitationsResolver,
  EmbeddingAccount,
  OrphanFiles,
  type PassageIndex,
  prepareEmbedder,
  UploadService,
  PassageSearch,
  QuestionRetrieval,
  SearchResolver,
  SearchService,
  SessionRetrievalResolver,
  SessionRetrievalService,
} from './modules/knowledge/index.ts';
import { ModelCatalogue, ModelPrices, ModelResolver } from './modules/models/index.ts';
import { PreferencesResolver, PreferencesService } from './modules/preferences/index.ts';
import { MessageSearch, MessageSearchResolver } from './modules/search/index.ts';
import { SessionUsageResolver, UsageReportResolver, UsageService, UserUsageResolver } from './modules/usage/index.ts';
import { JobResolver, JobService } from './modules/jobs/index.ts';
import { readModelsFile } from './models-file.ts';
import { providerSettings } from './provider-settings.ts';
import { redisSettings } from './redis-settings.ts';
import { embedderSettings, vectorStoreSettings } from './retrieval-settings.ts';
import { createSchema } from './schema.ts';
import { createServer, Readiness } from './server/index.ts';
import { Services } from './services.ts';
import { tracerSettings } from './tracer-settings.ts';

const MEGABYTE = 1024 * 1024;
/** How long running answers may finish when the server stops, in milliseconds. */
const DRAIN_MS = 25_000;

/** How long a proxy may take to see that this instance is not ready any more, in milliseconds. */
const NOTICE_MS = 5_000;

export interface App {
  http: FastifyInstance;
  schema: GraphQLSchema;
  services: Services;
  /** Housekeeping that needs the database: prices, leases, trash. Call it once, before listening. */
  start(): Promise<void>;
  /** Lets running answers finish for a while, interrupts the rest, closes everything but the database. */
  stop(graceMs?: number): Promise<void>;
}

/** Puts the parts together: the only file where adapters meet ports. */
export async function createApp(config: Config, database: Database, log: Log): Promise<App> {
  const { fork } = database;
  const instanceId = newId();
  const overrides = await readModelsFile(config);
  const services = new Services();
  const add = services.add.bind(services);
  const pool = () => database.orm.em.getConnection().getNativeClient();
  const readiness = new Readiness();
  const metrics = new PrometheusMetrics();
  const tracer = await createTracer(tracerSettings(config, instanceId), pool, log);

  const redis = await connectRedis(await redisSettings(config, database));
  const bus = await createBus({ redis, instanceId, log });
  const cache = createCache(redis);
  const tokenizer = createTokenizer();
  const counters = database.isEmbedded ? 'memory' : 'postgres';
  const limiter = createRateLimiter(redis ? 'redis' : counters, {
    redis,
    multiplier: config.RATE_LIMIT_MULTIPLIER,
    fork,
  });

  const embedder = createEmbedder(embedderSettings(config), cache);
  const prices = add(new ModelPrices());
  const catalogue = add(
    new ModelCatalogue(createLanguageModelProviders(providerSettings(config), undefined, embedder), prices, {
      defaultModelId: config.DEFAULT_MODEL,
      overrides,
      closedProviders: ['local', 'scripted', ...(config.API_MODELS ? ['api'] : [])],
    }),
  );
  const preferences = add(
    new PreferencesService({
      checkModel: (modelId) => void catalogue.resolve(modelId),
      maxOutputTokens: (modelId) => catalogue.maxOutputTokens(modelId),
    }),
  );
  const authSessions = add(new AuthSessionService(fork));
  const auth = add(new AuthService(authSessions, limiter));

  const sessions = add(new SessionEvents(bus));
  const chat = add(
    new ChatService(
      {
        of: async (em, viewerId) => {
          const { defaultModelId, parameters, systemPrompt } = await preferences.preferencesOf(em, viewerId);
          return { modelId: await catalogue.defaultModelId(defaultModelId), parameters, systemPrompt };
        },
        checkModel: (modelId) => {
          catalogue.resolve(modelId);
          return { maxOutputTokens: catalogue.maxOutputTokens(modelId) };
        },
      },
      sessions,
    ),
  );
  const trash = add(new Trash(fork, config.TRASH_DAYS));
  const usage = add(new UsageService(prices, undefined, metrics));

  const vectors = createVectorStore(vectorStoreSettings(config), fork);
  const embeddings = add(new EmbeddingAccount({ fork, usage, tokenizer, log }));
  const passageSearch = new PassageSearch(embedder, vectors, log, embeddings);
  const documentSearch = add(new SearchService(passageSearch));
  const retrieval = add(new QuestionRetrieval(passageSearch, tokenizer));

  const passageIndex: PassageIndex = add(new ChunkIndex(fork, embedder, vectors, embeddings));
  const documentEvents = add(new DocumentEvents(bus));
  const collections = add(new CollectionService(() => passageIndex.embedderId));
  const files = createFileStore(config.dataDir);
  const orphanFiles = add(new OrphanFiles(fork, files));
  const queue = createQueue({ pool, isEmbedded: database.isEmbedded, log, metrics, tracer });
  const extractor = createDocumentExtractor({
    maxMemory: config.EXTRACTION_MEMORY_MB * MEGABYTE,
    maxTime: config.EXTRACTION_SECONDS * 1_000,
  });
  const documents = add(
    new DocumentService({ chat, collections, events: documentEvents, files, index: passageIndex, queue, log }),
  );
  const retrievalSettings = new SessionRetrievalService(chat, sessions, embedder !== null);
  const describer = new DocumentDescriber({ fork, index: passageIndex, queue });
  const uploadLimits = { maxFileBytes: config.MAX_FILE_MB * MEGABYTE, maxUserBytes: config.USER_STORAGE_MB * MEGABYTE };
  const uploads = add(
    new UploadService({ chat, collections, files, queue, events: documentEvents, limits: uploadLimits }),
  );
  const processing = {
    fork,
    files,
    extractor,
    tokenizer,
    queue,
    index: passageIndex,
    describer,
    events: documentEvents,
    log,
  };
  const processor = new DocumentProcessor(processing);
  const collectionEmbedder = new CollectionEmbedder({ fork, queue, index: passageIndex, log });

  const live = add(new LiveRuns());
  const runLog = add(new RunLog(fork));
  const ending = add(new RunEnding(fork, usage, tokenizer));
  const foreign = new ForeignRuns(fork, bus, log);
  const stream = add(new RunStream({ fork, bus, live, log: runLog, foreign }));
  const titles = add(new TitleWriter({ fork, queue, catalogue, usage, tokenizer, sessions, log }));
  const context = add(new ContextBuilder(fork, catalogue, tokenizer, retrieval));
  const saver = new RunSaver({ ending, live, log });
  const executor = add(
    new RunExecutor({
      instanceId,
      fork,
      bus,
      log,
      live,
      runLog,
      catalogue,
      context,
      embeddings,
      saver,
      titles,
      sessions,
      metrics,
      tracer,
    }),
  );
  const takeover = new RunTakeover({ fork, bus, log, runLog, ending, sessions, metrics });
  const leases = add(new LeaseKeeper({ instanceId, fork, log, live, takeover }));
  const runs = add(new RunService(fork, bus, live, takeover));
  const turns = new TurnStarter({ instanceId, catalogue, preferences, sessions, executor });
  const questions = add(new QuestionService({ chat, documents, tokenizer, turns, fork }));
  const answers = add(new AnswerService(chat, turns));
  const feedback = add(new FeedbackService(chat));

  for (const resolver of [
    new AuthResolver(auth),
    new PreferencesResolver(preferences),
    new ModelResolver(catalogue, prices, async ({ em, viewer }) =>
      viewer ? (await preferences.preferencesOf(em, viewer.id)).defaultModelId : null,
    ),
    new ChatSessionResolver(chat),
    new MessageResolver(chat, (_context, messageId) => stream.partsOf(messageId)),
    new DocumentResolver(documents, collections, uploads),
    new CollectionResolver(collections, documents),
    new ChunkResolver(),
    new CitationResolver(),
    new MessageCitationsResolver(),
    new SearchResolver(documentSearch),
    new SessionRetrievalResolver(retrievalSettings),
    new FilePartResolver(),
    new GenerationResolver(questions, answers, limiter),
    new RunResolver(runs),
    new MessageRunResolver(chat, runs),
    new SessionRunResolver(chat, runs),
    new RunEventResolver(),
    new RunStartedResolver(),
    new CitationAddedResolver(),
    new RunEndedResolver(),
    new UsageReportResolver(usage),
    new SessionUsageResolver(),
    new UserUsageResolver(usage),
    new FeedbackResolver(feedback),
    new MessageFeedbackResolver(),
    new MessageSearchResolver(new MessageSearch()),
    new JobResolver(new JobService(queue)),
  ]) {
    add(resolver);
  }

  const schema = createSchema({ get: (type) => services.get(type as never) });
  const server = await createServer({
    config,
    schema,
    services,
    database,
    authSessions,
    catalogue,
    limiter,
    queue,
    bus,
    readiness,
    metrics,
    tracer,
    embedderId: embedder?.id ?? null,
    log,
  });
  addGauges(metrics, { pool, queue, live, runLog, server });

  return {
    http: server.http,
    schema,
    services,
    async start() {
      tokenizer.countTokens('warm');
      await prices.seed(fork(), overrides);
      await leases.start(database.isEmbedded);
      await files.clean(database.isEmbedded);
      await queue.start();
      await titles.start();
      await describer.start();
      await processor.start();
      await collectionEmbedder.start();
      await startHousekeeping(queue, {
        'empty-trash': () => trash.empty(new Date()),
        'delete-expired-sign-ins': () => authSessions.deleteExpired(),
        'delete-orphan-files': () => orphanFiles.sweep(new Date()),
      });
      server.start();
      readiness.state = 'ready';
      void prepareEmbedder(fork, embedder, log);
      void catalogue.discover();
    },
    async stop(graceMs = DRAIN_MS) {
      readiness.state = 'draining';
      // Until then everything is taken as before: a proxy has to see first that it should ask another instance.
      const noticeMs = config.TRUST_PROXY ? Math.min(NOTICE_MS, graceMs) : 0;
      await sleep(noticeMs);
      await executor.drain(graceMs - noticeMs);
      await queue.stop(0);
      await extractor.close();
      leases.stop();
      await server.stop();
      await runLog.flush();
      await embedder?.close();
      await bus.close();
      redis?.connection.disconnect();
      metrics.close();
      await tracer.close();
    },
  };
}
