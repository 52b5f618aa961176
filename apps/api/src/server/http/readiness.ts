import type { FastifyInstance } from 'fastify';
import { ParleyError } from '../../kernel/errors.ts';

/** Seconds after which a caller who came too early may come again. */
export const RETRY_SECONDS = 1;

/** Whether the server takes work. */
export class Readiness {
  /** draining: it is being stopped and lets running answers finish. */
  state: 'starting' | 'ready' | 'draining' = 'starting';
}

/** While the server starts, only those who ask for its health and its numbers are answered. */
export function refuseUntilReady(http: FastifyInstance, readiness: Readiness): void {
  http.addHook('onRequest', async (request) => {
    if (readiness.state === 'starting' && !/^\/(api\/health|metrics)(\/|\?|$)/.test(request.url)) throw notReady();
  });
}

/** The refusal of a server that starts. */
export const notReady = (): ParleyError =>
  new ParleyError('UNAVAILABLE', 'The server is starting. Try again in a moment.', { retryAfter: RETRY_SECONDS });
