import type { FastifyInstance } from 'fastify';
import type { ServerParts } from './index.ts';

type Status = 'ok' | 'down';

/** GET /api/health: whether the parts the server lives on answer. No login; limited by address. */
export function addHealth(
  http: FastifyInstance,
  { config, database, catalogue, limiter }: Pick<ServerParts, 'config' | 'database' | 'catalogue' | 'limiter'>,
): void {
  http.get('/api/health', async (request, reply) => {
    await limiter.consume('health', { address: request.ip });
    const databaseStatus: Status = await database
      .fork()
      .execute('select 1')
      .then(
        () => 'ok' as const,
        () => 'down' as const,
      );
    return reply.code(databaseStatus === 'ok' ? 200 : 503).send({
      status: databaseStatus,
      database: databaseStatus,
      queue: 'ok',
      bus: 'ok',
      embedder: 'none',
      providers: catalogue.providerStates(),
      version: config.version,
    });
  });
}
