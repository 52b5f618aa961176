import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ParleyError } from '../../kernel/errors.ts';

/** Seconds after which a caller who came too early may come again. */
export const RETRY_SECONDS = 1;

/** Whether the server takes work. */
export class Readiness {
  /** draining: it is being stopped and lets running answers finish. */
  state: 'starting' | 'ready' | 'draining' = 'starting';
}

/** What a browser shows meanwhile: it asks again by itself. */
const startingPage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="refresh" content="${RETRY_SECONDS}">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>Parley is starting</title>
</head>
<body style="font-family: system-ui, sans-serif; padding: 2rem">
<p role="status">Parley is starting. This page opens by itself in a moment.</p>
</body>
</html>
`;

/** While the server starts, only those who ask for its health and its numbers are answered. */
export function refuseUntilReady(http: FastifyInstance, readiness: Readiness): void {
  http.addHook('onRequest', async (request, reply) => {
    if (readiness.state !== 'starting' || /^\/(api\/health|metrics)(\/|\?|$)/.test(request.url)) return;
    if (!asksForPage(request)) throw notReady();
    await reply
      .code(503)
      .headers({ 'retry-after': String(RETRY_SECONDS), 'cache-control': 'no-store' })
      .type('text/html; charset=utf-8')
      .send(startingPage);
  });
}

const asksForPage = ({ method, headers }: FastifyRequest): boolean =>
  (method === 'GET' || method === 'HEAD') && (headers.accept?.includes('text/html') ?? false);

/** The refusal of a server that starts. */
export const notReady = (): ParleyError =>
  new ParleyError('UNAVAILABLE', 'The server is starting. Try again in a moment.', { retryAfter: RETRY_SECONDS });
