import type { FastifyInstance } from 'fastify';
import type { ExecutionResult, GraphQLError } from 'graphql';
import { createHandler } from 'graphql-sse/lib/use/fastify';
import type { RequestContext } from '../kernel/request-context.ts';
import { createContext, type HttpOptions } from './http.ts';
import type { createSubscriptionParser } from './operations.ts';
import type { Subscriptions } from './subscriptions.ts';

/** Subscriptions over server-sent events, distinct connections: one request, one operation. */
export function addSse(
  http: FastifyInstance,
  options: HttpOptions,
  subscriptions: Subscriptions,
  parse: ReturnType<typeof createSubscriptionParser>,
): void {
  const contextOf = new WeakMap<object, RequestContext>();
  const handler = createHandler<never>({
    schema: options.schema,
    onSubscribe: async (request, { query, operationName, variables }) => {
      const context = contextOf.get(request.raw)!;
      const parsed = parse({ query, operationName });
      if (!('document' in parsed)) return single(parsed);
      const subscribing = { ...parsed, variables: (variables as Record<string, unknown> | undefined) ?? {}, context };
      return subscriptions.execute(subscribing) as never;
    },
  });
  http.route({
    url: '/graphql/stream',
    method: ['GET', 'POST'],
    handler: async (request, reply) => {
      const context = await createContext(options, request, reply);
      contextOf.set(request, context);
      // The library writes to the raw response: what the hooks have set must be handed over.
      for (const [name, value] of Object.entries(reply.getHeaders()))
        if (value !== undefined) reply.raw.setHeader(name, value);
      reply.hijack();
      await handler(request, reply);
    },
  });
}

async function* single(errors: readonly GraphQLError[]): AsyncGenerator<ExecutionResult> {
  yield { errors };
}
