import { ApolloServer, type ApolloServerPlugin, HeaderMap } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import { badInput, ParleyError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import type { Log } from '../../kernel/log.ts';
import type { RequestContext } from '../../kernel/request-context.ts';
import { serialiseSessionCookie } from '../../modules/auth/index.ts';
import type { Metrics } from '../../ports/metrics.ts';
import type { Tracer } from '../../ports/tracer.ts';
import { findConditionalRoot } from '../graphql/conditional-root.ts';
import { MAX_ERRORS, toClientError, troubleOf } from '../graphql/errors.ts';
import { answerBadUrl, answerClientError, answerErrors, BODY_LIMIT } from './http-errors.ts';
import { isHost, isKnownHost, unknownHost } from './known-host.ts';
import { ownRules, tryParse } from '../graphql/operations.ts';
import { isOwnOrigin } from './origin.ts';
import { queryLimits } from '../graphql/query-limits.ts';
import type { ContextFactory } from '../graphql/context-factory.ts';
import { securityHeaders } from './security-headers.ts';
import { limitConnections, limitSlowRequests, requestTimes } from './slow-requests.ts';
import { watchOperations } from './telemetry.ts';

/**
 * How long a connection may idle, in milliseconds: longer than proxies keep theirs to us (Caddy two minutes, most others one),
 * for a request that they send on a connection we just closed fails.
 */
const KEEP_ALIVE_TIMEOUT = 130_000;

export interface HttpOptions {
  schema: GraphQLSchema;
  contexts: ContextFactory;
  publicUrl: string | undefined;
  isSecure: boolean;
  /** How many proxies are in front: each adds the address it saw to X-Forwarded-For. */
  proxies: number;
  allowIntrospection: boolean;
  metrics: Metrics;
  tracer: Tracer;
  log: Log;
}

/** The HTTP server with GraphQL at /graphql; more routes are added by their own files. */
export async function createHttp(options: HttpOptions): Promise<FastifyInstance> {
  const { publicUrl, isSecure, proxies, log } = options;
  const headers = securityHeaders(isSecure);
  const http = Fastify({
    bodyLimit: BODY_LIMIT,
    // Counted from our end: what stands before the entries of the proxies is what the caller wrote. (A number would trust nobody.)
    trustProxy: (_address, hop) => hop < options.proxies,
    genReqId: () => newId(),
    logger: false,
    clientErrorHandler: (error, socket) => answerClientError(headers, error, socket),
    http: { headersTimeout: requestTimes.headers, connectionsCheckingInterval: requestTimes.check },
    forceCloseConnections: true,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT,
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: (error, request, reply) => answerBadUrl(error, request, reply.headers(headers)),
  });
  answerErrors(http, log);
  limitSlowRequests(http);
  if (options.proxies === 0) limitConnections(http.server);
  http.addHook('onRequest', async (request, reply) => {
    reply.headers(headers);
    if (!isProbe(request)) {
      if (!isHost(request.host)) throw new ParleyError('BAD_USER_INPUT', UNREADABLE_HOST);
      if (!isKnownHost(request.raw, publicUrl, proxies > 0)) refuseHost(request, log);
    }
    const isChange = request.method !== 'GET' && request.method !== 'HEAD';
    if (isChange && request.headers.cookie && !isOwnOrigin(request, publicUrl)) {
      reply.code(403);
      throw Object.assign(new Error('This request comes from another origin.'), { statusCode: 403, code: 'FORBIDDEN' });
    }
  });
  const apollo = createApollo(options);
  await apollo.start();
  http.addHook('onClose', () => apollo.stop());
  http.route({
    url: '/graphql',
    method: ['GET', 'POST'],
    preHandler: refuseConditionalRoots,
    handler: fastifyApolloHandler(apollo, {
      context: (request, reply) => createContext(options, request, reply).catch(postponeOnTrouble),
    }),
  });
  return http;
}

/** Machines ask under whatever name they know, and are told next to nothing. */
const isProbe = ({ url }: FastifyRequest): boolean => /^\/api\/health\/(live|ready)(\?|$)/.test(url);

const UNREADABLE_HOST =
  'The header Host (or X-Forwarded-Host) must name the host that is asked, as in example.org:4000.';

const MAX_REPORTED_HOSTS = 20;
const reportedHosts = new Set<string>();

/** Says it in the log too, once for each name: a proxy that is not configured looks the same. */
function refuseHost({ headers }: FastifyRequest, log: Log): never {
  const message = unknownHost(headers.host ?? '');
  if (reportedHosts.size < MAX_REPORTED_HOSTS && !reportedHosts.has(message)) {
    reportedHosts.add(message);
    log.warn({}, message);
  }
  throw new ParleyError('FORBIDDEN', message);
}

function createApollo({ schema, allowIntrospection, metrics, tracer, log }: HttpOptions): ApolloServer<RequestContext> {
  return new ApolloServer<RequestContext>({
    schema,
    introspection: allowIntrospection,
    validationRules: ownRules(true),
    parseOptions: { maxTokens: queryLimits.tokens },
    hideSchemaDetailsFromClientErrors: true,
    includeStacktraceInErrorResponses: false,
    allowBatchedHttpRequests: false,
    // Anybody could have documents kept here, and each instance would know others.
    persistedQueries: false,
    csrfPrevention: true,
    stopOnTerminationSignals: false,
    nodeEnv: 'production',
    formatError: (formatted, error) => toClientError(error, formatted, newId(), log),
    plugins: [watchOperations({ metrics, tracer }), refuseSubscriptions, capErrors],
    logger: {
      debug: () => {},
      info: () => {},
      warn: (message) => log.warn({}, String(message)),
      error: (message) => log.error({}, String(message)),
    },
  });
}

/** Apollo Server would answer them with an internal error: its validation throws. */
async function refuseConditionalRoots({ method, query, body }: FastifyRequest): Promise<void> {
  const given = (method === 'GET' ? query : body) as { query?: unknown } | null | undefined;
  if (typeof given?.query !== 'string' || !/subscription[^]*@(skip|include)/.test(given.query)) return;
  const document = tryParse(given.query);
  const problem = document instanceof GraphQLError ? null : findConditionalRoot(document);
  if (problem) throw badInput('query', problem.message);
}

/** Nothing was executed: that is said by the status too, as on every other route. Apollo Server would make it 500. */
function postponeOnTrouble(error: unknown): never {
  const retryAfter = troubleOf(error)?.retryAfter;
  if (retryAfter === undefined) throw error;
  const headers = new HeaderMap([['retry-after', String(retryAfter)]]);
  const extensions = { http: { status: 503, headers } };
  throw new GraphQLError('Authentication is unavailable.', { originalError: error as Error, extensions });
}

/** Here a subscription would be run as a query, once. */
const refuseSubscriptions: ApolloServerPlugin<RequestContext> = {
  async requestDidStart() {
    return {
      async didResolveOperation({ operation }) {
        if (operation?.operation !== 'subscription') return;
        const message =
          'Subscriptions are taken by WebSocket at /graphql and as server-sent events at /graphql/stream.';
        throw new GraphQLError(message, { extensions: { code: 'BAD_REQUEST', http: { status: 400 } } });
      },
    };
  },
};

/** A hostile document can have thousands of errors; one answer lists a few, and says when to come back. */
const capErrors: ApolloServerPlugin<RequestContext> = {
  async requestDidStart() {
    return {
      async willSendResponse({ response }) {
        if (response.body.kind !== 'single') return;
        const { errors } = response.body.singleResult;
        if (!errors) return;
        response.body.singleResult.errors = errors.slice(0, MAX_ERRORS);
        const retryAfter = errors.find((error) => error.extensions?.['retryAfter'])?.extensions?.['retryAfter'];
        response.http.headers ??= new HeaderMap();
        if (retryAfter !== undefined) response.http.headers.set('retry-after', String(Math.ceil(Number(retryAfter))));
      },
    };
  },
};

/** The context of an HTTP request; also for routes beside GraphQL. */
export function createContext(
  { contexts, isSecure }: Pick<HttpOptions, 'contexts' | 'isSecure'>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<RequestContext> {
  const caller = { headers: request.headers, address: request.ip, requestId: request.id };
  return contexts.create(caller, (token) => {
    // Only the last one counts: an extended session that is then left must not come back.
    reply.removeHeader('set-cookie');
    reply.header('set-cookie', serialiseSessionCookie(token, isSecure));
  });
}
