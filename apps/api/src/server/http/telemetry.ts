import type { ApolloServerPlugin } from '@apollo/server';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Kind, type OperationDefinitionNode } from 'graphql';
import type { Log } from '../../kernel/log.ts';
import type { RequestContext } from '../../kernel/request-context.ts';
import type { Metrics } from '../../ports/metrics.ts';
import type { Span, Tracer } from '../../ports/tracer.ts';

interface Observers {
  metrics: Metrics;
  tracer: Tracer;
}

/** Times every HTTP request, by the pattern of its route: addresses hold ids and secrets. */
export function watchRequests(http: FastifyInstance, { metrics, tracer, log }: Observers & { log: Log }): void {
  const spans = new WeakMap<FastifyRequest, Span>();
  const routeOf = (request: FastifyRequest): string => request.routeOptions.url ?? 'none';

  http.addHook('onRequest', (request, _reply, done) => {
    const { method } = request;
    const parent = request.headers['traceparent'];
    const span = tracer.begin(`${method} ${routeOf(request)}`, {
      kind: 'server',
      attributes: { 'http.request.method': method, 'http.route': routeOf(request), 'parley.request.id': request.id },
      parent: typeof parent === 'string' ? parent : undefined,
    });
    spans.set(request, span);
    span.within(done);
  });
  // Reading the body leaves the context: its events are those of the socket.
  http.addHook('preValidation', (request, _reply, done) => spans.get(request)!.within(done));
  http.addHook('onResponse', async (request, reply) => {
    const { statusCode: status, elapsedTime: durationMs } = reply;
    const { method } = request;
    const route = routeOf(request);
    spans.get(request)?.set({ 'http.response.status_code': status });
    spans.get(request)?.end(status >= 500 ? { name: String(status) } : undefined);
    log.debug({ requestId: request.id, method, route, status, durationMs: Math.round(durationMs) }, 'request');
    const isStream = String(reply.raw.getHeader('content-type')).startsWith('text/event-stream');
    if (!isStream) metrics.requestEnded({ method, route, status, durationMs });
  });
}

/** Times queries and mutations. */
export function watchOperations({ metrics, tracer }: Observers): ApolloServerPlugin<RequestContext> {
  return {
    async requestDidStart() {
      const startedAt = performance.now();
      let operation = 'invalid';
      let span: Span | undefined;
      return {
        async didResolveOperation({ operation: resolved }) {
          if (!resolved) return;
          operation = operationLabel(resolved);
          span = tracer.begin(operation, { attributes: { 'graphql.operation.type': resolved.operation } });
        },
        async willSendResponse({ response }) {
          const errors = response.body.kind === 'single' ? response.body.singleResult.errors : undefined;
          const code = errors?.[0] ? String(errors[0].extensions?.['code'] ?? 'unknown') : 'ok';
          span?.end(code === 'ok' ? undefined : { code });
          metrics.operationEnded({ operation, code, durationMs: performance.now() - startedAt });
        },
      };
    },
  };
}

/** Kind and root field of an operation that was validated: names the schema knows, not ones the caller has made up. */
export function operationLabel({ operation, selectionSet }: OperationDefinitionNode): string {
  const kind = operation[0]!.toUpperCase() + operation.slice(1);
  const [first, ...others] = selectionSet.selections;
  return `${kind}.${first?.kind === Kind.FIELD && others.length === 0 ? first.name.value : 'several'}`;
}
