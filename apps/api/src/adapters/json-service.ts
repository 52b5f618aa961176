import { ModelError, type ProviderErrorCode } from '../ports/language-model.ts';

const TIMEOUT_MS = 60_000;
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

/** A service behind HTTP that speaks JSON: embedders, vector stores. */
export interface JsonService {
  /** For people. */
  label: string;
  /** Without a slash at the end. */
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
  try {
    const response = await fetch(`${service.baseUrl}${path}`, {
      method,
      headers: { ...(body && { 'content-type': 'application/json' }), ...service.headers },
      ...(body && { body: JSON.stringify(body) }),
      // An address that sends us elsewhere would be sent the key too.
      redirect: 'error',
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    const text = await readLimited(service, response);
    if (!response.ok) throw statusFault(service, response);
    return text === '' ? null : (JSON.parse(text) as unknown);
  } catch (error) {
    signal?.throwIfAborted();
    throw faultOf(service, error, timeout.aborted);
  }
}

async function readLimited(service: JsonService, response: Response): Promise<string> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of response.body ?? []) {
    size += piece.length;
    if (size > MAX_ANSWER_BYTES) throw fault(service, 'PROVIDER_BAD_RESPONSE', 'gave an answer that is too long.');
    pieces.push(piece as Uint8Array);
  }
  return Buffer.concat(pieces).toString();
}

function statusFault(service: JsonService, { status, headers }: Response): ModelError {
  if (status === 401 || status === 403)
    return fault(service, 'PROVIDER_AUTH', 'refused the key. Check it and restart.');
  if (status === 429) {
    const seconds = Number(headers.get('retry-after') ?? NaN);
    return fault(service, 'PROVIDER_RATE_LIMITED', 'has had too many requests. Try again later.', {
      isTransient: true,
      ...(Number.isFinite(seconds) ? { retryAfterMs: seconds * 1000 } : {}),
    });
  }
  const isTransient = status >= 500 || status === 408 || status === 409 || status === 425;
  if (isTransient) return fault(service, 'PROVIDER_UNAVAILABLE', `answered with status ${status}.`, { isTransient });
  return fault(service, 'PROVIDER_BAD_RESPONSE', `answered with status ${status}. Check its address and settings.`);
}

function faultOf(service: JsonService, error: unknown, isTimeout: boolean): ModelError {
  if (error instanceof ModelError) return error;
  if (isTimeout) return fault(service, 'PROVIDER_TIMEOUT', 'did not answer in time.', { isTransient: true });
  if (error instanceof SyntaxError) return fault(service, 'PROVIDER_BAD_RESPONSE', 'did not answer with JSON.');
  return fault(service, 'PROVIDER_UNAVAILABLE', 'cannot be reached.', { isTransient: true, cause: error });
}

/** A failure of a service, in a sentence about it. */
export function fault(
  { label }: Pick<JsonService, 'label'>,
  code: ProviderErrorCode,
  problem: string,
  details: ConstructorParameters<typeof ModelError>[2] = {},
): ModelError {
  return new ModelError(code, `${label} ${problem}`, details);
}
