import type { IncomingHttpHeaders } from 'node:http';
import { pipeline } from 'node:stream';
import type { Dispatcher } from 'undici';
import { createDispatcher, type ProxySettings } from '../../outgoing.ts';
import { ModelError } from '../../../ports/language-model.ts';
import {
  badResponseFault,
  connectionFault,
  statusFault,
  timeoutFault,
  type ProviderIdentity,
} from './provider-faults.ts';
import { inflaterFor } from './inflate.ts';
import { retryAfterMs } from './retry-after.ts';

/** How long each phase of a request may last, in milliseconds. */
export interface ProviderTimeouts {
  connectMs: number;
  /** Silence before the first token. */
  firstTokenMs: number;
  /** The same for a server of the operator's own: a model that is loaded, or reads a long prompt slowly, says nothing. */
  loadingMs: number;
  /** Silence after a token. */
  betweenTokensMs: number;
  /** Without a token, whatever else comes: comments, pings, hidden thoughts. */
  withoutTokenMs: number;
  /** From the reason to stop to the end of the stream: only usage is missing, which can be estimated. */
  afterFinishMs: number;
  /** For a whole list of models. */
  listMs: number;
}

export const defaultTimeouts: ProviderTimeouts = {
  connectMs: 10_000,
  firstTokenMs: 60_000,
  loadingMs: 300_000,
  betweenTokensMs: 30_000,
  withoutTokenMs: 900_000,
  afterFinishMs: 3_000,
  listMs: 10_000,
};

/** The connections to all providers. */
export interface HttpTransport {
  agent: Dispatcher;
  timeouts: ProviderTimeouts;
}

const maxListBytes = 8 * 1024 * 1024;

export function createHttpTransport(timeouts: Partial<ProviderTimeouts> = {}, proxies?: ProxySettings): HttpTransport {
  // Who limits the first token means that of every server.
  const loadingMs = timeouts.firstTokenMs ?? defaultTimeouts.loadingMs;
  const all = { ...defaultTimeouts, loadingMs, ...timeouts };
  const options = {
    // HTTP/1.1 gives each answer a connection of its own: freeing it stops the provider's work at once.
    allowH2: false,
    connect: { timeout: all.connectMs },
    keepAliveTimeout: 30_000,
  };
  return { agent: createDispatcher(options, proxies), timeouts: all };
}

export interface GetRequest {
  provider: ProviderIdentity;
  url: string;
  headers: Record<string, string>;
  signal: AbortSignal;
}

/**
 * A JSON document from a provider.
 * @throws ModelError, or the reason of the signal.
 */
export async function getJson(transport: HttpTransport, request: GetRequest): Promise<unknown> {
  const { provider, signal } = request;
  const { listMs, connectMs } = transport.timeouts;
  const deadline = AbortSignal.timeout(listMs);
  const { origin, pathname, search } = new URL(request.url);
  try {
    const { statusCode, headers, body } = await transport.agent.request({
      origin,
      path: pathname + search,
      method: 'GET',
      headers: request.headers,
      signal: AbortSignal.any([signal, deadline]),
    });
    const text = await readText(await unpacked(body, headers), provider);
    if (statusCode < 200 || statusCode > 299) throw statusFault(provider, statusCode, text, retryAfterMs(headers));
    return parseJson(text, provider);
  } catch (error) {
    signal.throwIfAborted();
    if (deadline.aborted) throw timeoutFault(provider, 'did not list its models', listMs);
    throw error instanceof ModelError ? error : connectionFault(provider, error, connectMs);
  }
}

/** Of a body in a compression nobody here knows, what is read will not be JSON. */
async function unpacked(body: AsyncIterable<Buffer>, headers: IncomingHttpHeaders): Promise<AsyncIterable<Buffer>> {
  const chunks = body[Symbol.asyncIterator]();
  const { value: first, done } = await chunks.next();
  const all = whole(done === true ? Buffer.alloc(0) : first, chunks);
  const inflater = done === true ? null : inflaterFor(headers, first);
  // Whoever reads hears of failures: the end of the pipeline is destroyed with them.
  return inflater ? pipeline(all, inflater, () => {}) : all;
}

async function* whole(first: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* { [Symbol.asyncIterator]: () => rest };
}

async function readText(body: AsyncIterable<Buffer>, provider: ProviderIdentity): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > maxListBytes)
      throw badResponseFault(provider, `sent more than ${maxListBytes / 1024 / 1024} MiB of models.`);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseJson(text: string, provider: ProviderIdentity): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const problem = `answered with something else than a list of models. Check ${provider.urlSetting}.`;
    throw badResponseFault(provider, problem, { cause: error });
  }
}
