import type { SqlEntityManager } from '@mikro-orm/sql';
import type { FastifyInstance } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Config } from '../config.ts';
import type { Database } from '../db/orm.ts';
import { MEGABYTE } from '../kernel/bytes.ts';
import type { Log } from '../kernel/log.ts';
import type { AuthSessionService } from '../modules/auth/index.ts';
import type { ModelCatalogue } from '../modules/models/index.ts';
import type { Bus } from '../ports/bus.ts';
import type { Metrics } from '../ports/metrics.ts';
import type { Queue } from '../ports/queue.ts';
import type { RateLimiter } from '../ports/rate-limiter.ts';
import type { Tracer } from '../ports/tracer.ts';
import { callerAddress } from './http/caller-address.ts';
import { type Connection, ConnectionRegistry } from './streams/connection-registry.ts';
import { addDocuments } from './routes/documents.ts';
import { addHealth } from './routes/health.ts';
import { createHttp } from './http/http.ts';
import { addMetrics, type RenderedMetrics } from './routes/metrics.ts';
import { guardOperations } from './graphql/operation-guard.ts';
import { createSubscriptionParser } from './graphql/operations.ts';
import { Readiness, refuseUntilReady } from './http/readiness.ts';
import { ContextFactory, type Services } from './graphql/context-factory.ts';
import { addSse } from './streams/sse.ts';
import { addStaticFiles } from './routes/static-files.ts';
import { Subscriptions } from './streams/subscriptions.ts';
import { watchRequests } from './http/telemetry.ts';
import { TextQuota } from './graphql/text-quota.ts';
import { attachWebSocket } from './streams/websocket.ts';

/** How many connections of each kind one person may have open. */
export const connectionsPerUser = { socket: 20, stream: 50 } as const;

export { Readiness };

export interface ServerParts {
  config: Config;
  schema: GraphQLSchema;
  services: Services;
  database: Database;
  authSessions: AuthSessionService;
  catalogue: ModelCatalogue;
  limiter: RateLimiter;
  queue: Queue;
  bus: Bus;
  readiness: Readiness;
  metrics: Metrics & RenderedMetrics;
  tracer: Tracer;
  /** What a person has stored. */
  storedBytes: (em: SqlEntityManager, userId: string) => Promise<{ text: number; files: number }>;
  /** The model that embeds documents; null where they are searched by words only. */
  embedderId: string | null;
  /** Called once, when somebody who is signed in comes. */
  onFirstViewer: () => void;
  log: Log;
}

export interface Server {
  http: FastifyInstance;
  /** Open sockets and event streams. */
  connections(): Record<Connection['kind'], number>;
  /** Open subscriptions by root field. */
  subscriptions(): ReadonlyMap<string, number>;
  /** Begins the regular work on open sockets. */
  start(): void;
  /** Closes sockets politely and stops listening. */
  stop(): Promise<void>;
}

/** Everything that is reached over the network, on one port. */
export async function createServer(parts: ServerParts): Promise<Server> {
  const { config, schema, services, database, authSessions, limiter, readiness, metrics, tracer, log, onFirstViewer } =
    parts;
  const isSecure = config.PUBLIC_URL?.startsWith('https:') ?? false;
  const { fork } = database;
  const contexts = new ContextFactory({ fork, services, auth: authSessions, isSecure, onFirstViewer });
  const options = {
    schema,
    contexts,
    publicUrl: config.PUBLIC_URL,
    isSecure,
    proxies: config.TRUST_PROXY,
    allowIntrospection: config.INTROSPECTION,
    metrics,
    tracer,
    log,
  };
  const quota = new TextQuota(config.USER_STORAGE_MB * MEGABYTE, (userId) => parts.storedBytes(fork(), userId));
  guardOperations(schema, { limiter, quota });
  const http = await createHttp(options);
  watchRequests(http, options);
  refuseUntilReady(http, readiness);
  const parse = createSubscriptionParser(schema, config.INTROSPECTION);
  const subscriptions = new Subscriptions({ schema, contexts, limiter, log });
  const registry = new ConnectionRegistry(authSessions, connectionsPerUser, log);
  addSse(http, { ...options, subscriptions, parse, registry });
  addHealth(http, { ...options, ...parts });
  addMetrics(http, { ...parts, isBehindProxy: config.TRUST_PROXY > 0 || config.PUBLIC_URL !== undefined });
  await addDocuments(http, {
    ...options,
    services,
    limiter,
    maxFileBytes: config.MAX_FILE_MB * MEGABYTE,
  });
  await addStaticFiles(http, config.INTROSPECTION);
  const sockets = attachWebSocket(http.server, {
    path: '/graphql',
    readiness,
    publicUrl: config.PUBLIC_URL,
    isBehindProxy: config.TRUST_PROXY > 0,
    contexts,
    subscriptions,
    parse,
    registry,
    addressOf: (request) => callerAddress(request, config.TRUST_PROXY),
    log,
  });
  return {
    http,
    connections: () => registry.counts(),
    subscriptions: () => subscriptions.open,
    start: () => registry.start(),
    async stop() {
      registry.endAll();
      await sockets.dispose();
      await http.close();
    },
  };
}
