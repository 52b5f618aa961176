import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import { openAdapters } from './composition/adapters.ts';
import { composeConversations } from './composition/conversations.ts';
import { addGauges } from './composition/gauges.ts';
import { composeGeneration } from './composition/generation.ts';
import { startHousekeeping } from './composition/housekeeping.ts';
import { composeKnowledge } from './composition/knowledge.ts';
import { composePeople } from './composition/people.ts';
import { storedBytes } from './composition/stored-bytes.ts';
import type { Config } from './config.ts';
import type { Database } from './db/orm.ts';
import { newId } from './kernel/ids.ts';
import type { Log } from './kernel/log.ts';
import { type RunTimes, usualTimes } from './modules/generation/index.ts';
import { JobResolver, JobService } from './modules/jobs/index.ts';
import { createSchema } from './schema.ts';
import { createServer, Readiness } from './server/index.ts';
import { Services } from './services.ts';

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

/** Puts the parts together: adapters, rooms, server. The folder composition/ has a file for each group of rooms. */
export async function createApp(
  config: Config,
  database: Database,
  log: Log,
  times: RunTimes = usualTimes,
): Promise<App> {
  const services = new Services();
  const adapters = await openAdapters(config, database, newId(), log);
  const people = await composePeople(services, adapters, config);
  const conversations = composeConversations(services, adapters, people, config);
  const knowledge = composeKnowledge(services, adapters, conversations, config);
  const generation = composeGeneration(services, adapters, people, conversations, knowledge, times);
  services.add(new JobResolver(new JobService(adapters.queue)));

  const { bus, embedder, extractor, files, limiter, metrics, pool, queue, tokenizer, tracer } = adapters;
  const { authSessions, catalogue } = people;
  const { executor, heartbeat, live, reaper, runLog, summaries, titles } = generation;
  const schema = createSchema({ get: (type) => services.get(type as never) });
  const readiness = new Readiness();
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
    storedBytes,
    embedderId: embedder?.id ?? null,
    // Its tables are large and take a moment: a server nobody uses does without, the first question need not wait.
    onFirstViewer: () => setImmediate(() => tokenizer.countTokens('warm')),
    log,
  });
  addGauges(metrics, { pool: await pool(), queue, live, runLog, server });

  return {
    http: server.http,
    schema,
    services,
    async start() {
      await people.seedPrices();
      await reaper.start(database.isEmbedded);
      heartbeat.start();
      await files.clean(database.isEmbedded);
      await queue.start();
      await titles.start();
      await summaries.start();
      await knowledge.start();
      await startHousekeeping(queue, {
        'empty-trash': () => conversations.trash.empty(new Date()),
        'delete-expired-sign-ins': () => authSessions.deleteExpired(),
        'delete-orphan-files': () => knowledge.orphanFiles.sweep(new Date()),
        'sweep-run-log': () => runLog.sweep(undefined, database.fork()),
        'roll-up-usage': (signal) => conversations.usageRollup.run(new Date(), signal),
      });
      server.start();
      readiness.state = 'ready';
      void knowledge.prepare();
      void catalogue.discover();
    },
    async stop(graceMs = DRAIN_MS) {
      readiness.state = 'draining';
      // Until then everything is taken as before: a proxy has to see first that it should ask another instance.
      const noticeMs = config.TRUST_PROXY > 0 ? Math.min(NOTICE_MS, graceMs) : 0;
      await sleep(noticeMs);
      await executor.drain(graceMs - noticeMs);
      await queue.stop(0);
      await extractor.close();
      heartbeat.stop();
      reaper.stop();
      await server.stop();
      await runLog.flush();
      await adapters.close();
    },
  };
}
