import type { FastifyInstance, FastifyReply } from 'fastify';
import { newId } from '../kernel/ids.ts';
import { requireViewer } from '../kernel/request-context.ts';
import { createContext, type HttpOptions } from './http.ts';
import type { ServerParts } from './index.ts';

type Status = 'ok' | 'down';

export type HealthOptions = Pick<HttpOptions, 'contexts' | 'isSecure'> &
  Pick<ServerParts, 'config' | 'database' | 'catalogue' | 'limiter' | 'embedderId'>;

/**
 * Whether the parts the server lives on answer. GET reads the database and needs no login; POST also writes it and
 * is for people who are signed in. Both are limited by address.
 */
export function addHealth(http: FastifyInstance, options: HealthOptions): void {
  const { config, database, catalogue, limiter, embedderId } = options;

  const answer = (reply: FastifyReply, databaseStatus: Status) =>
    reply.code(databaseStatus === 'ok' ? 200 : 503).send({
      status: databaseStatus,
      database: databaseStatus,
      queue: 'ok',
      bus: 'ok',
      embedder: embedderId ?? 'none',
      providers: catalogue.providerStates(),
      version: config.version,
    });

  http.get('/api/health', async (request, reply) => {
    await limiter.consume('health', { address: request.ip });
    return answer(reply, await statusOf(() => database.fork().execute('select 1')));
  });

  http.post('/api/health', async (request, reply) => {
    await limiter.consume('health', { address: request.ip });
    requireViewer(await createContext(options, request, reply));
    return answer(reply, await statusOf(() => writeAndTakeBack(options)));
  });
}

/** Goes the whole way to the disk and leaves nothing there. */
async function writeAndTakeBack({ database }: HealthOptions): Promise<void> {
  const key = `health:${newId()}`;
  await database.fork().transactional(async (tx) => {
    await tx.execute('insert into rate_limit_counters (key, points, expire) values (?, 0, 0)', [key]);
    await tx.execute('delete from rate_limit_counters where key = ?', [key]);
  });
}

const statusOf = (work: () => Promise<unknown>): Promise<Status> =>
  work().then(
    () => 'ok',
    () => 'down',
  );
