import { hash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Config } from '../../config.ts';
import { ParleyError } from '../../kernel/errors.ts';

/** Metrics in the form that is read over HTTP. */
export interface RenderedMetrics {
  render(): Promise<{ contentType: string; text: string }>;
}

/** The numbers for Prometheus, at /metrics. */
export function addMetrics(
  http: FastifyInstance,
  { metrics, config, isBehindProxy }: { metrics: RenderedMetrics; config: Config; isBehindProxy: boolean },
): void {
  http.get('/metrics', async (request, reply) => {
    checkReader(request, config.METRICS_TOKEN, isBehindProxy);
    const { contentType, text } = await metrics.render();
    return reply.header('cache-control', 'no-store').type(contentType).send(text);
  });
}

/** Of one length, so that comparing tells nothing. */
const sha256 = (text: string): Buffer => hash('sha256', text, 'buffer');

/**
 * @throws ParleyError UNAUTHENTICATED without the right token; NOT_FOUND where none is set, for anybody but programs on
 * this machine. A proxy is on this machine too: what came through one is not local.
 */
function checkReader(request: FastifyRequest, token: string | undefined, isBehindProxy: boolean): void {
  if (token !== undefined) {
    const given = /^Bearer (.{1,1000})$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
    if (timingSafeEqual(sha256(given), sha256(token))) return;
    throw new ParleyError('UNAUTHENTICATED', 'Send METRICS_TOKEN as a bearer token.');
  }
  const { forwarded, 'x-forwarded-for': forwardedFor, via } = request.headers;
  const wasForwarded = isBehindProxy || forwarded !== undefined || forwardedFor !== undefined || via !== undefined;
  const isLocal = /^(::ffff:)?127\.|^::1$/.test(request.socket.remoteAddress ?? '');
  if (!isLocal || wasForwarded) throw new ParleyError('NOT_FOUND', 'Not found.');
}
