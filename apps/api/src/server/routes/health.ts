import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Config } from '../../config.ts';
import type { Database } from '../../db/orm.ts';
import { newId } from '../../kernel/ids.ts';
import { requireViewer } from '../../kernel/request-context.ts';
import type { ModelCatalogue } from '../../modules/models/index.ts';
import type { Bus } from '../../ports/bus.ts';
import type { Queue } from '../../ports/queue.ts';
import type { RateLimiter } from '../../ports/rate-limiter.ts';
import { createContext, type HttpOptions } from '../http/http.ts';
import { type Readiness, RETRY_SECONDS } from '../http/readiness.ts';

type Status = 'ok' | 'down';

export interface HealthOptions extends Pick<HttpOptions, 'contexts' | 'isSecure'> {
  config: Config;
  database: Database;
  catalogue: ModelCatalogue;
  limiter: RateLimiter;
  queue: Queue;
  bus: Bus;
  readiness: Readiness;
  embedderId: string | null;
}

/** What does not answer for this long counts as down, in milliseconds: who asks gives up about then. */
const PATIENCE = 2_000;
/** How long an answer to a probe is good for, in milliseconds: however many ask, the database is asked once. */
const PROBE_AGE = 1_000;

/**
 * Whether the parts the server lives on answer. /api/health is for people and says it of each: GET reads the database and
 * needs no login; POST also writes it and is for people who are signed in. Both are limited by address. The two probes
 * are for machines, say little, and have no limit.
 */
export function addHealth(http: FastifyInstance, options: HealthOptions): void {
  const { limiter } = options;

  http.get('/api/health', async (request, reply) => {
    await limiter.consume('health', { address: request.ip });
    return answer(reply, options, await statusOf(() => readDatabase(options)));
  });

  http.post('/api/health', async (request, reply) => {
    await limiter.consume('health', { address: request.ip });
    requireViewer(await createContext(options, request, reply));
    return answer(reply, options, await statusOf(() => writeAndTakeBack(options)));
  });

  addProbes(http, options);
}

/** The process answers; and: it takes work. */
function addProbes(http: FastifyInstance, options: HealthOptions): void {
  const { readiness } = options;
  http.get('/api/health/live', async (_request, reply) =>
    reply.header('cache-control', 'no-store').send({ status: 'ok' }),
  );

  let last = { at: -Infinity, status: Promise.resolve<Status>('down') };
  const databaseStatus = (): Promise<Status> => {
    if (performance.now() - last.at > PROBE_AGE) {
      last = { at: performance.now(), status: statusOf(() => readDatabase(options)) };
    }
    return last.status;
  };
  http.get('/api/health/ready', async (_request, reply) => {
    reply.header('cache-control', 'no-store');
    const status = readiness.state === 'ready' ? await databaseStatus() : readiness.state;
    if (status === 'ok') return reply.send({ status });
    return reply.code(503).header('retry-after', String(RETRY_SECONDS)).send({ status });
  });
}

async function answer(reply: FastifyReply, options: HealthOptions, database: Status): Promise<FastifyReply> {
  const { config, catalogue, queue, bus, embedderId } = options;
  const queueStatus =
    database === 'ok' && (await statusOf(() => mustBeHealthy(queue.isHealthy()))) === 'ok' ? 'ok' : 'down';
  const busStatus: Status = bus.isHealthy() ? 'ok' : 'down';
  const isWhole = queueStatus === 'ok' && busStatus === 'ok';
  return reply.code(database === 'ok' ? 200 : 503).send({
    status: database === 'down' ? 'down' : isWhole ? 'ok' : 'degraded',
    database,
    queue: queueStatus,
    bus: busStatus,
    embedder: embedderId ?? 'none',
    providers: catalogue.providerStates(),
    version: config.version,
  });
}

const readDatabase = ({ database }: HealthOptions): Promise<unknown> => database.fork().execute('select 1');

/** Goes the whole way to the disk and leaves nothing there. */
async function writeAndTakeBack({ database }: HealthOptions): Promise<void> {
  const key = `health:${newId()}`;
  await database.fork().transactional(async (tx) => {
    await tx.execute('insert into rate_limit_counters (key, points, expire) values (?, 0, 0)', [key]);
    await tx.execute('delete from rate_limit_counters where key = ?', [key]);
  });
}

async function mustBeHealthy(isHealthy: Promise<boolean>): Promise<void> {
  if (!(await isHealthy)) throw new Error('not healthy');
}

async function statusOf(work: () => Promise<unknown>): Promise<Status> {
  const tooLate = new AbortController();
  const status = await Promise.race([
    work().then(
      (): Status => 'ok',
      (): Status => 'down',
    ),
    sleep(PATIENCE, 'down' as Status, { signal: tooLate.signal }).catch((): Status => 'down'),
  ]);
  tooLate.abort();
  return status;
}
