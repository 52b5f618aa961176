import { getGlobalDispatcher } from 'undici';
import { ModelError, type ProviderErrorCode } from '../ports/language-model.ts';
import { failureKind } from './language-model/http/failure-kind.ts';
import { errorInBody } from './language-model/http/reported-error.ts';
import { retryAfterMs } from './language-model/http/retry-after.ts';
import { safeDetail } from './language-model/http/safe-detail.ts';
import { readAddress, withSearch } from '../kernel/service-address.ts';

const TIMEOUT_MS = 60_000;
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

/** A service behind HTTP that speaks JSON: embedders, vector stores. */
export interface JsonService {
  /** For people. */
  label: string;
  /** With a name and password, and a query, where there are any. */
  baseUrl: string;
  headers?: Readonly<Record<string, string>>;
}

/**
 * The JSON answer to a request; null for an empty one.
 * @throws ModelError in words that are safe to show, or the reason of the signal.
 */
export async function requestJson(
  service: JsonService,
  path: string,
  options: { method?: 'GET' | 'POST' | 'DELETE'; body?: object; signal?: AbortSignal | undefined } = {},
): Promise<unknown> {
  const { method = 'POST', body, signal } = options;
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  const address = readAddress(service.baseUrl);
  if (address === null)
    throw serviceError(service, 'PROVIDER_UNAVAILABLE', 'has an invalid address. Check its setting.');
  const { origin, pathname, search } = new URL(withSearch(`${address.base}${path}`, address.search));
  try {
    // No redirect is followed: an address that sends us elsewhere would be sent the key too.
    const response = await getGlobalDispatcher().request({
      origin,
      path: pathname + search,
      method,
      headers: {
        ...(address.authorization && { authorization: address.authorization }),
        ...(body && { 'content-type': 'application/json' }),
        ...service.headers,
      },
      ...(body && { body: JSON.stringify(body) }),
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    const text = await readLimited(service, response.body);
    const { statusCode, headers } = response;
    if (statusCode < 200 || statusCode > 299) throw statusFault(service, statusCode, text, retryAfterMs(headers));
    return text === '' ? null : (JSON.parse(text) as unknown);
  } catch (error) {
    signal?.throwIfAborted();
    throw faultOf(service, error, timeout.aborted);
  }
}

async function readLimited(service: JsonService, body: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of body) {
    size += piece.length;
    if (size > MAX_ANSWER_BYTES)
      throw serviceError(service, 'PROVIDER_BAD_RESPONSE', 'returned a response that is too large.');
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString();
}

/** HTTP 404: there may be nothing at this address. */
export class NothingThereError extends ModelError {}

function statusFault(service: JsonService, status: number, body: string, retryAfter: number | undefined): ModelError {
  const error = errorInBody(body);
  const says = saying(service, error.message);
  const retryAfterMs = retryAfter ?? error.retryAfterMs;
  switch (failureKind(error, status)) {
    case 'key':
    case 'access':
    case 'region':
      return serviceError(service, 'PROVIDER_AUTH', `rejected the key (HTTP ${status}). Check it and restart.${says}`);
    case 'quota':
      return serviceError(
        service,
        'QUOTA_EXCEEDED',
        `has no credit or quota left for its key (HTTP ${status}).${says}`,
      );
    case 'too-long':
      return serviceError(service, 'PAYLOAD_TOO_LARGE', `rejected the text as too long (HTTP ${status}).${says}`);
    case 'rate':
      return serviceError(
        service,
        'PROVIDER_RATE_LIMITED',
        `has had too many requests (HTTP ${status}). Try again later.`,
        {
          isTransient: true,
          retryAfterMs,
        },
      );
    case 'loading':
    case 'unavailable':
      return serviceError(service, 'PROVIDER_UNAVAILABLE', `answered with status ${status}.${says}`, {
        isTransient: true,
        retryAfterMs,
      });
    default: {
      const problem = `answered with status ${status}. Check its address and settings.${says}`;
      const plain = serviceError(service, 'PROVIDER_BAD_RESPONSE', problem);
      return status === 404 ? new NothingThereError(plain.code, plain.message) : plain;
    }
  }
}

function saying({ headers = {} }: JsonService, message: string): string {
  const keys = Object.values(headers).map((value) => value.replace(/^Bearer /, ''));
  const details = [undefined, ...keys].map((key) => safeDetail(message, key));
  return details.includes(undefined) ? '' : ` It says: ${details[0]}`;
}

function faultOf(service: JsonService, error: unknown, isTimeout: boolean): ModelError {
  if (error instanceof ModelError) return error;
  if (isTimeout) return serviceError(service, 'PROVIDER_TIMEOUT', 'did not answer in time.', { isTransient: true });
  if (error instanceof SyntaxError) return serviceError(service, 'PROVIDER_BAD_RESPONSE', 'did not answer with JSON.');
  return serviceError(service, 'PROVIDER_UNAVAILABLE', 'cannot be reached.', { isTransient: true, cause: error });
}

/** A failure of a service, in a sentence about it. */
export function serviceError(
  { label }: Pick<JsonService, 'label'>,
  code: ProviderErrorCode,
  problem: string,
  details: ConstructorParameters<typeof ModelError>[2] = {},
): ModelError {
  return new ModelError(code, `${label} ${problem}`, details);
}
