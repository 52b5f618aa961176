import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { GraphQLError } from 'graphql';
import { type Context, GRAPHQL_TRANSPORT_WS_PROTOCOL, makeServer } from 'graphql-ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { ParleyError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import type { Log } from '../../kernel/log.ts';
import type { RequestContext } from '../../kernel/request-context.ts';
import { type ConnectionRegistry, PLACE_RETRY_SECONDS } from './connection-registry.ts';
import { closeSockets, type Extra, serveSockets } from './graphql-sockets.ts';
import { silentIterator } from './iterators.ts';
import { isKnownHost } from '../http/known-host.ts';
import { extensionsOf } from '../graphql/errors.ts';
import type { createSubscriptionParser } from '../graphql/operations.ts';
import { isOwnOrigin } from '../http/origin.ts';
import { notReady, type Readiness } from '../http/readiness.ts';
import type { ContextFactory } from '../graphql/context-factory.ts';
import { websocketWriter } from './websocket-writer.ts';
import type { Subscribing, Subscriptions } from './subscriptions.ts';

/** What one socket may do. */
export const socketLimits = {
  frameBytes: 256 * 1024,
  initWaitMs: 3_000,
  subscriptions: 50,
  messagesPerMinute: 600,
  keepAliveMs: 12_000,
  closeWaitMs: 1_000,
} as const;

export interface WebSocketOptions {
  path: string;
  readiness: Readiness;
  publicUrl: string | undefined;
  isBehindProxy: boolean;
  contexts: ContextFactory;
  subscriptions: Subscriptions;
  parse: ReturnType<typeof createSubscriptionParser>;
  registry: ConnectionRegistry;
  addressOf: (request: IncomingMessage) => string;
  log: Log;
}

/** Closing codes of graphql-transport-ws and RFC 6455. */
const FORBIDDEN = 4403;
const GOING_AWAY = 1001;
const TRY_AGAIN_LATER = 1013;

type SocketContext = Context<{ token?: unknown }, Extra>;

/** Subscriptions over WebSocket, protocol graphql-transport-ws. */
export function attachWebSocket(server: Server, options: WebSocketOptions): { dispose: () => Promise<void> } {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: socketLimits.frameBytes,
    perMessageDeflate: false,
    // Its types do not know it yet.
    ...({ closeTimeout: socketLimits.closeWaitMs } as object),
    handleProtocols: (offered) => (offered.has(GRAPHQL_TRANSPORT_WS_PROTOCOL) ? GRAPHQL_TRANSPORT_WS_PROTOCOL : false),
  });

  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    const path = request.url?.split('?')[0];
    if (path !== options.path) return refuse(stream, '404 Not Found');
    if (options.readiness.state === 'starting') return refuse(stream, '503 Service Unavailable', notReady());
    if (!isKnownHost(request, options.publicUrl, options.isBehindProxy)) return refuse(stream, '403 Forbidden');
    if (!isOwnOrigin(request, options.publicUrl)) return refuse(stream, '403 Forbidden');
    sockets.handleUpgrade(request, stream, head, (socket) => {
      sockets.emit('connection', socket, request);
      limitMessages(socket);
    });
  });

  const contextsOf = new WeakMap<WebSocket, RequestContext>();

  const protocol = makeServer<{ token?: unknown }, Extra>({
    connectionInitWaitTimeout: socketLimits.initWaitMs,
    onConnect: async (socket) => {
      const context = await connect(socket, options).catch((error: unknown) => postpone(socket, options, error));
      if (!context) return false;
      contextsOf.set(socket.extra.socket, context);
      return true;
    },
    onSubscribe: (socket, _id, payload) => {
      // The operation itself is already counted.
      if (Object.keys(socket.subscriptions).length > socketLimits.subscriptions) return [tooManySubscriptions()];
      const parsed = options.parse({ query: payload.query, operationName: payload.operationName });
      if (!('document' in parsed)) return parsed.map(withoutStack);
      return {
        ...parsed,
        schema: undefined as never,
        operationName: payload.operationName,
        variableValues: payload.variables,
        contextValue: contextsOf.get(socket.extra.socket),
        [operationId]: { id: _id, socket: socket.extra.socket, stream: socket.extra.request.socket },
      };
    },
    subscribe: (args) => subscribe(args as never, options.subscriptions),
  });
  serveSockets(protocol, sockets, socketLimits.keepAliveMs, options.log);
  return { dispose: () => closeSockets(sockets) };
}

const operationId = Symbol('the operation’s id and its socket');

interface SubscribeArgs {
  document: Subscribing['document'];
  operation: Subscribing['operation'];
  variableValues: Record<string, unknown> | null | undefined;
  contextValue: RequestContext;
  [operationId]: { id: string; socket: WebSocket; stream: Duplex };
}

async function subscribe(args: SubscribeArgs, subscriptions: Subscriptions) {
  const { document, operation, contextValue: context } = args;
  const subscribing: Subscribing = { document, operation, variables: args.variableValues ?? {}, context };
  try {
    const selection = subscriptions.compile(subscribing);
    if (!selection) return await subscriptions.execute(subscribing);
    const { id, socket, stream } = args[operationId];
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    const stop = await subscriptions.follow(subscribing, selection, websocketWriter(socket, stream, id), end);
    return silentIterator((done) => {
      void ended.then(done);
      return stop;
    });
  } catch (error) {
    return { errors: [subscriptions.clientError(error, context.requestId)] };
  }
}

/** Nobody can be recognised now: clients come back after this code, and not after that of an internal error. */
function postpone(socket: SocketContext, options: WebSocketOptions, error: unknown): null {
  options.subscriptions.clientError(error, newId());
  socket.extra.socket.close(TRY_AGAIN_LATER, 'Try again later');
  return null;
}

async function connect(socket: SocketContext, options: WebSocketOptions): Promise<RequestContext | null> {
  const { request, socket: webSocket } = socket.extra;
  const given = socket.connectionParams?.token;
  const token = typeof given === 'string' ? given : undefined;
  const context = await options.contexts.create({
    headers: request.headers,
    address: options.addressOf(request),
    token,
  });
  if (!context.viewer) return null;
  const leave = options.registry.add({
    kind: 'socket',
    viewer: context.viewer,
    end: (reason) =>
      reason === 'signedOut'
        ? webSocket.close(FORBIDDEN, 'Signed out')
        : webSocket.close(GOING_AWAY, 'The server is restarting'),
  });
  if (!leave) {
    // With a code after which clients come back, when another tab may be closed; 4403 would be final for them.
    webSocket.close(TRY_AGAIN_LATER, 'Too many connections');
    return null;
  }
  if (webSocket.readyState === webSocket.OPEN) webSocket.on('close', leave);
  else leave();
  return context;
}

/** Closes a socket that sends more than a person’s browser ever would, pings included. */
function limitMessages(socket: WebSocket): void {
  let count = 0;
  const counting = setInterval(() => (count = 0), 60_000);
  counting.unref();
  const note = (): void => {
    if (++count <= socketLimits.messagesPerMinute) return;
    // What is still on its way is not read any more.
    socket.removeAllListeners('message');
    socket.close(1008, 'Too many messages');
  };
  socket.on('message', note);
  socket.on('ping', note);
  socket.on('close', () => clearInterval(counting));
}

function refuse(stream: Duplex, status: string, error?: ParleyError): void {
  const { message } = error ?? {};
  const body = error ? JSON.stringify({ errors: [{ message, extensions: extensionsOf(error) }] }) : '';
  const lines = [
    `HTTP/1.1 ${status}`,
    'Connection: close',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...(error ? ['Content-Type: application/json; charset=utf-8', `Retry-After: ${error.retryAfter}`] : []),
  ];
  stream.on('error', () => {});
  stream.end(`${lines.join('\r\n')}\r\n\r\n${body}`);
}

function tooManySubscriptions(): GraphQLError {
  const message = `At most ${socketLimits.subscriptions} subscriptions at a time on one socket.`;
  const error = new ParleyError('TOO_MANY_SUBSCRIPTIONS', message, { retryAfter: PLACE_RETRY_SECONDS });
  return new GraphQLError(message, { extensions: extensionsOf(error) });
}

const withoutStack = (error: GraphQLError): GraphQLError =>
  new GraphQLError(error.message, { extensions: error.extensions });
