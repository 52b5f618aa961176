import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as nextImmediate, setTimeout as delay } from 'node:timers/promises';
import { bodyOf, wholeBody, type Dialect, type ScriptedReply } from './scripted-reply.ts';

export type { ScriptedReply } from './scripted-reply.ts';

/** A request the server got. */
export interface RecordedRequest {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  /** The port it came from: the same one for requests over the same connection. */
  remotePort: number | undefined;
  /** The parsed JSON body; undefined without one. */
  body: unknown;
  /** The bytes of the answer that were written so far. */
  bytesWritten: number;
  /** Resolves when the exchange is over: `true` when the client left before the answer was complete. */
  closedEarly: Promise<boolean>;
}

/** What is answered: a reply, or a function of the request that makes one. */
export type Responder = ScriptedReply | ((request: RecordedRequest) => ScriptedReply);

const tokensPerWrite = 512;

/**
 * A real HTTP server on a port of its own that plays a model provider: OpenAI's chat completions
 * under `/v1/chat/completions` and Anthropic's messages under `/v1/messages`, models under
 * `/v1/models`. It does what it is told, above all what a provider should not do.
 *
 * @example
 * const server = await ScriptedOpenAiServer.start();
 * server.respondOnce({ status: 429, headers: { 'retry-after': '1' } }); // the next request
 * server.respond({ tokens: ['Hi'], paceMs: 50 });                      // every one after that
 * // … point a provider at server.baseUrl …
 * expect(server.requests).toHaveLength(2);
 * await server.close();
 */
export class ScriptedOpenAiServer {
  /** What `/v1/models` lists. */
  models: readonly object[] = [{ id: 'scripted-small' }, { id: 'scripted-large', context_window: 32_768 }];
  /** What comes before `/chat/completions`, `/messages` and `/models`; everything else is not found. */
  pathPrefix = '/v1';
  /** Every request for an answer since the start or the last `reset`, oldest first. */
  requests: RecordedRequest[] = [];
  /** Every request for the list of models. */
  listRequests: RecordedRequest[] = [];
  readonly #server: Server;
  readonly #port: number;
  readonly #next: Responder[] = [];
  #always: Responder = {};
  #listReply: ScriptedReply | undefined;

  private constructor(server: Server) {
    this.#server = server;
    this.#port = (server.address() as AddressInfo).port;
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      // A client that leaves while it sends its question breaks the reading of it.
      this.#serve(request, response).catch((error: Error) => response.destroy(error));
    });
  }

  /** Starts a server on 127.0.0.1 and a free port. */
  static async start(): Promise<ScriptedOpenAiServer> {
    const server = createServer({ keepAlive: true });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new ScriptedOpenAiServer(server);
  }

  /** `http://127.0.0.1:<port>`. */
  get origin(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** What a provider's base URL setting should hold. */
  get baseUrl(): string {
    return `${this.origin}/v1`;
  }

  /** Answers every request like this that has no reply of its own. */
  respond(responder: Responder): void {
    this.#always = responder;
  }

  /** Answers the next requests like this, one each. */
  respondOnce(...responders: Responder[]): void {
    this.#next.push(...responders);
  }

  /** Answers `/v1/models` like this instead of with `models`; undefined goes back to them. */
  respondToList(reply: ScriptedReply | undefined): void {
    this.#listReply = reply;
  }

  /** Forgets all replies and requests. */
  reset(): void {
    this.#next.length = 0;
    this.#always = {};
    this.#listReply = undefined;
    this.requests = [];
    this.listRequests = [];
  }

  /** Connections are refused from now on; those that are open are closed. */
  async refuse(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  /** Listens again, on the same port, after `refuse`. */
  async accept(): Promise<void> {
    this.#server.listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  /** Ends the server and every connection. */
  async close(): Promise<void> {
    await this.refuse();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const recorded = await record(request, response);
    const path = recorded.path.split('?')[0] ?? '';
    response.on('error', () => undefined);
    if (path === `${this.pathPrefix}/models`) {
      this.listRequests.push(recorded);
      const reply = this.#listReply ?? { status: 200, body: JSON.stringify({ object: 'list', data: this.models }) };
      await answer(response, reply, 'openai', recorded);
    } else if (path === `${this.pathPrefix}/chat/completions` || path === `${this.pathPrefix}/messages`) {
      this.requests.push(recorded);
      const responder = this.#next.shift() ?? this.#always;
      const reply = typeof responder === 'function' ? responder(recorded) : responder;
      await answer(response, reply, path.endsWith('/messages') ? 'anthropic' : 'openai', recorded);
    } else {
      response.writeHead(404, { 'content-type': 'application/json' }).end('{"error":{"message":"Not found"}}');
    }
  }
}

async function record(request: IncomingMessage, response: ServerResponse): Promise<RecordedRequest> {
  const closedEarly = new Promise<boolean>((resolve) => {
    response.once('close', () => resolve(!response.writableFinished));
  });
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  const body: unknown = text === '' ? undefined : JSON.parse(text);
  const { method = '', url: path = '', headers } = request;
  return { method, path, headers, remotePort: request.socket.remotePort, body, bytesWritten: 0, closedEarly };
}

async function answer(
  response: ServerResponse,
  reply: ScriptedReply,
  dialect: Dialect,
  request: RecordedRequest,
): Promise<void> {
  if (reply.reset === true) return void response.socket?.resetAndDestroy();
  if (reply.stall === 'headers') return;
  const model = modelOf(request);
  const out = new ScriptedWriter(response, reply, request);
  if (reply.body !== undefined || reply.status !== undefined || reply.isWhole === true) {
    response.writeHead(reply.status ?? 200, { 'content-type': 'application/json', ...reply.headers });
    await out.write(reply.body ?? (reply.isWhole === true ? wholeBody(reply, dialect, model) : ''));
    response.end();
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache', ...reply.headers });
  response.flushHeaders();
  if (reply.firstTokenDelayMs !== undefined) await delay(reply.firstTokenDelayMs);
  if (reply.raw !== undefined) await writeRaw(out, reply.raw);
  else if (!(await writeStream(out, reply, dialect, model))) return;
  response.end();
}

async function writeRaw(out: ScriptedWriter, pieces: readonly (string | Buffer)[]): Promise<void> {
  for (const piece of pieces) {
    await out.write(piece);
    await nextImmediate();
  }
}

/** True when the stream shall end in good order, false when it stalls or was broken. */
async function writeStream(
  out: ScriptedWriter,
  reply: ScriptedReply,
  dialect: Dialect,
  model: string,
): Promise<boolean> {
  let count = 0;
  let pending = '';
  for (const { text, isToken } of bodyOf(reply, dialect, model)) {
    if (out.isClosed) return false;
    if (isToken && (count === reply.stall || count === reply.cut?.after)) break;
    if (isToken && count === reply.hold?.after) {
      await out.write(pending);
      pending = '';
      await reply.hold.until;
    }
    pending += text;
    if (!isToken) continue;
    count += 1;
    if (reply.paceMs === undefined && count % tokensPerWrite !== 0) continue;
    if (reply.paceMs !== undefined) await delay(reply.paceMs);
    await out.write(pending);
    pending = '';
  }
  await out.write(pending);
  if (reply.stall !== undefined) return false;
  if (reply.cut?.how === 'reset') {
    await nextImmediate();
    out.reset();
    return false;
  }
  return true;
}

/** Writes with back-pressure, torn into pieces where the reply says so. */
class ScriptedWriter {
  readonly #response: ServerResponse;
  readonly #splitBytes: number | undefined;
  readonly #request: RecordedRequest;

  constructor(response: ServerResponse, reply: ScriptedReply, request: RecordedRequest) {
    this.#response = response;
    this.#splitBytes = reply.splitBytes;
    this.#request = request;
    response.socket?.setNoDelay(true);
  }

  get isClosed(): boolean {
    return this.#response.destroyed;
  }

  reset(): void {
    this.#response.socket?.resetAndDestroy();
  }

  async write(data: string | Buffer): Promise<void> {
    const bytes = Buffer.from(data);
    const size = this.#splitBytes ?? bytes.length;
    for (let start = 0; start < bytes.length && !this.isClosed; start += size) {
      const piece = bytes.subarray(start, start + size);
      this.#request.bytesWritten += piece.length;
      if (!this.#response.write(piece)) await Promise.race([once(this.#response, 'drain'), this.#request.closedEarly]);
      if (this.#splitBytes !== undefined) await nextImmediate();
    }
  }
}

function modelOf(request: RecordedRequest): string {
  const { body } = request;
  return typeof body === 'object' && body !== null && 'model' in body ? String(body.model) : 'unknown';
}
