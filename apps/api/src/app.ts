import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import { openAdapters } from './composition/adapters.ts';
import { addGauges } from './composition/gauges.ts';
import { startHousekeeping } from './composition/housekeeping.ts';
import { openRooms } from './composition/open-rooms.ts';
import type { Services } from './composition/services.ts';
import type { Config } from './config.ts';
import type { Database } from './db/orm.ts';
import { newId } from './kernel/ids.ts';
import type { Log } from './kernel/log.ts';
import { authRoom } from './modules/auth/room.ts';
import { modelsRoom } from './modules/models/room.ts';
import type { Room } from './room.ts';
import { rooms } from './rooms.ts';
import { createSchema } from './schema.ts';
import { createServer, Readiness } from './server/index.ts';

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

/** Puts the parts together: adapters, rooms, server. */
export async function createApp(
  config: Config,
  database: Database,
  log: Log,
  openedRooms: readonly Room<unknown>[] = rooms,
): Promise<App> {
  const adapters = await openAdapters(config, database, newId(), log);
  const { bus, embedder, extractor, files, limiter, metrics, pool, queue, tokenizer, tracer } = adapters;
  const house = await openRooms(openedRooms, adapters, config);
  const { services } = house;
  const { catalogue } = house.use(modelsRoom);
  metrics.listModels((modelId) => modelId === embedder?.id || catalogue.isListed(modelId));
  const schema = createSchema({ get: (type) => services.get(type as never) });
  const readiness = new Readiness();
  const server = await createServer({
    config,
    schema,
    services,
    database,
    authSessions: house.use(authRoom).authSessions,
    catalogue,
    limiter,
    queue,
    bus,
    readiness,
    metrics,
    tracer,
    storedBytes: house.storedBytes,
    embedderId: embedder?.id ?? null,
    // Its tables are large and take a moment: a server nobody uses does without, the first question need not wait.
    onFirstViewer: () => setImmediate(() => tokenizer.countTokens('warm')),
    log,
  });
  addGauges(metrics, { pool: await pool(), server });
  house.addGauges(metrics);

  return {
    http: server.http,
    schema,
    services,
    async start() {
      await files.clean(database.isEmbedded);
      await queue.start();
      await house.start();
      await startHousekeeping(queue, house.housekeeping);
      server.start();
      readiness.state = 'ready';
      house.warmUp();
    },
    async stop(graceMs = DRAIN_MS) {
      readiness.state = 'draining';
      // Until then everything is taken as before: a proxy has to see first that it should ask another instance.
      const noticeMs = config.TRUST_PROXY > 0 ? Math.min(NOTICE_MS, graceMs) : 0;
      await sleep(noticeMs);
      await house.drain(graceMs - noticeMs);
      await queue.stop(0);
      await extractor.close();
      await server.stop();
      await house.stop();
      await adapters.close();
    },
  };
}
