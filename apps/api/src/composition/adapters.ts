import { createBus } from '../adapters/bus/index.ts';
import { createCache } from '../adapters/cache/index.ts';
import { createEmbedder } from '../adapters/embedder/index.ts';
import { createDocumentExtractor } from '../adapters/extraction/index.ts';
import { createFileStore } from '../adapters/file-store/index.ts';
import { createHttpTransport, createLanguageModelProviders } from '../adapters/language-model/index.ts';
import { PrometheusMetrics } from '../adapters/metrics/index.ts';
import { createQueue } from '../adapters/queue/index.ts';
import { createRateLimiter } from '../adapters/rate-limiter/index.ts';
import { useProxies } from '../adapters/outgoing.ts';
import { connectRedis } from '../adapters/redis.ts';
import { createTokenizer } from '../adapters/tokenizer/index.ts';
import { createTracer } from '../adapters/tracer/index.ts';
import { createVectorStore } from '../adapters/vector-store/index.ts';
import type { Config } from '../config.ts';
import type { Database } from '../db/orm.ts';
import { MEGABYTE } from '../kernel/bytes.ts';
import type { Log } from '../kernel/log.ts';
import { providerSettings, providerTimeouts } from './provider-settings.ts';
import { proxySettings } from './proxy-settings.ts';
import { redisSettings } from './redis-settings.ts';
import { embedderSettings, vectorStoreSettings } from './retrieval-settings.ts';
import { tracerSettings } from './tracer-settings.ts';

/** What every room may be given. */
export type Adapters = Awaited<ReturnType<typeof openAdapters>>;

/** Chooses the adapter of every port by the settings, and opens it: the only place that does. */
export async function openAdapters(config: Config, database: Database, instanceId: string, log: Log) {
  const { fork, urgent, load, isEmbedded } = database;
  const pool = () => database.orm.em.getConnection().getNativeClient();
  const metrics = new PrometheusMetrics();
  const tracer = await createTracer(tracerSettings(config, instanceId), pool, log);
  const redis = await connectRedis(await redisSettings(config, database));
  const bus = await createBus({ redis, instanceId, log });
  const cache = createCache(redis);
  const counters = isEmbedded ? 'memory' : 'postgres';
  const multiplier = config.RATE_LIMIT_MULTIPLIER;
  const proxies = proxySettings(config);
  if (proxies) useProxies(proxies);
  const embedder = createEmbedder(embedderSettings(config), cache);
  return {
    fork,
    urgent,
    load,
    isEmbedded,
    log,
    instanceId,
    pool,
    metrics,
    tracer,
    bus,
    tokenizer: createTokenizer(),
    limiter: createRateLimiter(redis ? 'redis' : counters, { redis, multiplier, fork }),
    embedder,
    providers: createLanguageModelProviders(
      providerSettings(config),
      createHttpTransport(providerTimeouts(config), proxies),
      embedder,
    ),
    vectors: createVectorStore(vectorStoreSettings(config), fork),
    files: createFileStore(config.dataDir),
    queue: createQueue({ pool, isEmbedded, log, metrics, tracer }),
    extractor: createDocumentExtractor({
      maxMemory: config.EXTRACTION_MEMORY_MB * MEGABYTE,
      maxTime: config.EXTRACTION_SECONDS * 1_000,
    }),
    /** Closes what the rooms spoke through; those that work by themselves are stopped before. */
    async close(): Promise<void> {
      await embedder?.close();
      await bus.close();
      redis?.connection.disconnect();
      metrics.close();
      await tracer.close();
    },
  };
}
