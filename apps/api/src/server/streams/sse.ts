import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ExecutionResult } from 'graphql';
import { z } from 'zod';
import { badInput, type ErrorCode, ParleyError } from '../../kernel/errors.ts';
import type { RequestContext } from '../../kernel/request-context.ts';
import { type ConnectionRegistry, PLACE_RETRY_SECONDS } from './connection-registry.ts';
import { EventStream } from './event-stream.ts';
import { createContext, type HttpOptions } from '../http/http.ts';
import type { createSubscriptionParser } from '../graphql/operations.ts';
import { isOwnOrigin } from '../http/origin.ts';
import type { Subscribing, Subscriptions } from './subscriptions.ts';

export interface SseOptions extends HttpOptions {
  subscriptions: Subscriptions;
  parse: ReturnType<typeof createSubscriptionParser>;
  registry: ConnectionRegistry;
}

/** Subscriptions as server-sent events, distinct connections: one request, one operation. */
export function addSse(http: FastifyInstance, options: SseOptions): void {
  const { subscriptions, parse, registry } = options;
  http.route({
    url: '/graphql/stream',
    method: ['GET', 'POST'],
    handler: async (request, reply) => {
      if (!isOwnOrigin(request, options.publicUrl)) {
        throw new ParleyError('FORBIDDEN', 'This request comes from another origin.');
      }
      const { query, operationName, variables } = readParameters(request);
      const context = await createContext(options, request, reply);
      const place = context.viewer && reserve(registry, context.viewer);
      const stream = new EventStream(reply);
      place?.occupy(stream);
      const parsed = parse({ query, operationName });
      if ('document' in parsed) await pour({ ...parsed, variables: variables ?? {}, context }, subscriptions, stream);
      else finish(stream, { errors: parsed });
    },
  });
}

const parameters = z.object({
  query: z.string(),
  operationName: z.string().nullish(),
  variables: z.record(z.string(), z.unknown()).nullish(),
});

function readParameters(request: FastifyRequest): z.infer<typeof parameters> {
  const given = request.method === 'GET' ? withParsedVariables(request.query as Record<string, unknown>) : request.body;
  const result = parameters.safeParse(given);
  if (result.success) return result.data;
  const field = String(result.error.issues[0]?.path[0] ?? 'query');
  throw badInput(field, `${field} is missing or of the wrong type: query is text, variables is an object.`);
}

function withParsedVariables(query: Record<string, unknown>): Record<string, unknown> {
  if (typeof query['variables'] !== 'string') return query;
  try {
    return { ...query, variables: JSON.parse(query['variables']) as unknown };
  } catch {
    throw badInput('variables', 'variables must be a JSON object.');
  }
}

/** Takes a place among the person’s streams before anything is answered. */
function reserve(registry: ConnectionRegistry, viewer: NonNullable<RequestContext['viewer']>) {
  let stream: EventStream | undefined;
  const leave = registry.add({ kind: 'stream', viewer, end: () => stream?.cut() });
  if (!leave) {
    const message = 'You have too many event streams open. Close one first.';
    throw new ParleyError('TOO_MANY_SUBSCRIPTIONS', message, { retryAfter: PLACE_RETRY_SECONDS });
  }
  return {
    occupy(opened: EventStream): void {
      stream = opened;
      stream.onClose(leave);
    },
  };
}

/** Lets results flow until the operation ends or the reader leaves. */
async function pour(subscribing: Subscribing, subscriptions: Subscriptions, stream: EventStream): Promise<void> {
  try {
    const selection = subscriptions.compile(subscribing);
    if (selection) {
      const stop = await subscriptions.follow(subscribing, selection, stream, () => stream.complete());
      stream.open();
      return stream.onClose(stop);
    }
    const results = await subscriptions.execute(subscribing);
    if (!(Symbol.asyncIterator in results)) return finish(stream, results);
    stream.open();
    stream.onClose(() => void results.return(undefined));
    for await (const result of results) {
      stream.sendResult(JSON.stringify(result));
      await stream.drained();
    }
    stream.complete();
  } catch (error) {
    finish(stream, { errors: [subscriptions.clientError(error, subscribing.context.requestId)] });
  }
}

/** @throws ParleyError for a refusal that says when to come again, as long as the status can say it too. */
function finish(stream: EventStream, result: ExecutionResult): void {
  const refusal = result.errors?.find(({ extensions }) => extensions['retryAfter'] !== undefined);
  if (refusal && stream.giveBack()) {
    const { code, retryAfter } = refusal.extensions as { code: ErrorCode; retryAfter: number };
    throw new ParleyError(code, refusal.message, { retryAfter });
  }
  stream.sendResult(JSON.stringify(result));
  stream.complete();
}
