import { ModelError, type ProviderErrorCode } from '../../../ports/language-model.ts';
import { isRecord } from './json.ts';
import { failureKind } from './failure-kind.ts';
import { errorInBody, readError, type ReportedError } from './reported-error.ts';
import { safeDetail } from './safe-detail.ts';

/** How long a model that is loaded is given before it is asked again, in milliseconds. */
const loadingMs = 8_000;

/** How a provider is named in messages, and which settings an operator would check. */
export interface ProviderIdentity {
  label: string;
  apiKey?: string;
  /** The setting that holds the key, for example `OPENAI_API_KEY`. */
  keySetting?: string;
  /** The setting that holds the address, for example `OPENAI_BASE_URL`. */
  urlSetting: string;
}

/** HTTP 404 that speaks of no model: there may be nothing at this address. */
export class NotFoundError extends ModelError {}

/** A request that the provider understood and did not want, with its own words, which are not fit to show. */
export class RefusedError extends ModelError {
  readonly said: string;

  constructor(code: ProviderErrorCode, message: string, { kind, message: said }: ReportedError) {
    super(code, message, { isRefusal: true });
    this.said = `${kind}\n${said}`;
  }
}

/**
 * The failure an HTTP status stands for.
 * @param body the answer's text; only a short, cleaned message is taken out of it.
 */
export function statusFault(provider: ProviderIdentity, status: number, body = '', retryAfterMs?: number): ModelError {
  const error = errorInBody(body);
  return faultOf(provider, status, { ...error, retryAfterMs: retryAfterMs ?? error.retryAfterMs });
}

/** The failure that an error inside a stream, or in an answer with status 200, stands for. */
export function reportedFault(provider: ProviderIdentity, reported: unknown): ModelError {
  const error = readError(reported);
  return faultOf(provider, error.status, error);
}

/** Whoever shows the failure can tell by `where` that the provider answered: `(HTTP 500)` or `(in its answer)`. */
function faultOf(provider: ProviderIdentity, status: number | undefined, error: ReportedError): ModelError {
  const where = status === undefined ? 'in its answer' : `HTTP ${status}`;
  const { label } = provider;
  const says = saying(provider, error.message);
  if (status === 407) return connectionFault(provider, new Error('Proxy response (407)'), 0);
  const kind = failureKind(error, status);
  switch (kind) {
    case 'too-long':
      return new ModelError(
        'PAYLOAD_TOO_LARGE',
        `${label} reports that the request exceeds the context window (${where}). Shorten the conversation or choose a model with a larger window.${says}`,
      );
    case 'quota':
      return new ModelError(
        'QUOTA_EXCEEDED',
        `The credit or quota of this API key at ${label} is used up (${where}). Raise it there or choose another model.${says}`,
      );
    case 'rate':
      return rateFault(provider, where, error, says);
    case 'key':
      return authFault(provider, where, says);
    case 'region':
      return new ModelError(
        'PROVIDER_AUTH',
        `${label} does not serve the region of this server (${where}). Choose another model.${says}`,
      );
    case 'access':
      return accessFault(provider, where, says);
    case 'policy':
      return new RefusedError(
        'PROVIDER_BAD_RESPONSE',
        `${label} refused the request because of its content policy (${where}). Rephrase it or choose another model.${says}`,
        error,
      );
    case 'loading':
      return new ModelError(
        'PROVIDER_UNAVAILABLE',
        `${label} is still loading the model (${where}). Wait a moment and try again.${says}`,
        { isTransient: true, retryAfterMs: error.retryAfterMs ?? loadingMs },
      );
    case 'unavailable':
      return new ModelError(
        'PROVIDER_UNAVAILABLE',
        `${label} had an error (${where}). Try again in a moment or choose another model.${says}`,
        { isTransient: true, retryAfterMs: error.retryAfterMs },
      );
    case 'lasting':
      return new RefusedError(
        'PROVIDER_UNAVAILABLE',
        `${label} had an error (${where}). Change the parameters or choose another model.${says}`,
        error,
      );
    case 'model':
      return notFoundFault(provider, where, says);
    case 'unknown':
      if (status === 404) {
        const { code, message } = notFoundFault(provider, where, says);
        return new NotFoundError(code, message, { isRefusal: true });
      }
      if (status !== undefined && status < 400) return redirectFault(provider, where);
      return new RefusedError(
        'PROVIDER_BAD_RESPONSE',
        `${label} rejected the request (${where}). Change the parameters or choose another model.${says}`,
        error,
      );
  }
}

/** An answer that breaks the protocol. Worth a retry only where `isTransient`. */
export function badResponseFault(
  provider: ProviderIdentity,
  problem: string,
  details: { isTransient?: boolean; isRefusal?: boolean; cause?: unknown } = {},
): ModelError {
  return new ModelError('PROVIDER_BAD_RESPONSE', `${provider.label} ${problem}`, details);
}

/** An answer that ended in good order without a word, and without a reason. */
export function emptyFault(provider: ProviderIdentity): ModelError {
  return badResponseFault(provider, 'returned an empty answer. Try again or choose another model.');
}

/** A connection that ended before the model had said that it finished. */
export function cutFault(provider: ProviderIdentity, cause?: unknown): ModelError {
  return badResponseFault(
    provider,
    'closed the connection before the answer was complete. Try again, or continue the answer.',
    { isTransient: true, cause },
  );
}

export function timeoutFault(provider: ProviderIdentity, what: string, limitMs: number): ModelError {
  const limit = limitMs >= 1000 ? `${limitMs / 1000} s` : `${limitMs} ms`;
  return new ModelError(
    'PROVIDER_TIMEOUT',
    `${provider.label} ${what} within ${limit}. Try again in a moment or choose another model.`,
    { isTransient: true },
  );
}

/** The failure of a connection that never gave an answer. */
export function connectionFault(provider: ProviderIdentity, error: unknown, connectMs: number): ModelError {
  const code = codeOf(error);
  if (code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'ETIMEDOUT') {
    return timeoutFault(provider, 'could not be connected to', connectMs);
  }
  if (code === 'UND_ERR_INVALID_ARG') {
    return new ModelError(
      'PROVIDER_AUTH',
      `The API key for ${provider.label} contains characters that are not allowed in a key. Check ${provider.keySetting ?? 'it'} and restart.`,
    );
  }
  if (code.startsWith('HPE_') || isParserError(error))
    return badResponseFault(provider, `returned a response that is not HTTP. Check ${provider.urlSetting}.`);
  const reason =
    {
      ECONNREFUSED: 'the connection was refused',
      ENOTFOUND: 'its host name was not found',
      EAI_AGAIN: 'its host name was not found',
      EHOSTUNREACH: 'its host cannot be reached',
      ENETUNREACH: 'its host cannot be reached',
      EPROTO: 'it does not support TLS; its address may have to begin with http:// instead of https://',
    }[code] ?? brokenBecause(error, code);
  return new ModelError(
    'PROVIDER_UNAVAILABLE',
    `${provider.label} cannot be reached: ${reason}. Check that it runs and that ${provider.urlSetting} is right.`,
    { isTransient: true },
  );
}

/** Of what is no HTTP from its first character on, undici gives no code. */
const isParserError = (error: unknown): boolean => error instanceof Error && error.name === 'HTTPParserError';

function brokenBecause(error: unknown, code: string): string {
  if (/CERT|SSL|TLS|VERIFY/.test(code))
    return 'its certificate is not trusted; set NODE_EXTRA_CA_CERTS to add a certificate authority';
  const proxy = error instanceof Error ? /Proxy response \((\d{3})\)/.exec(error.message)?.[1] : undefined;
  return proxy === undefined ? 'the connection was interrupted' : `the proxy rejected the connection (HTTP ${proxy})`;
}

function authFault(provider: ProviderIdentity, where: string, says: string): ModelError {
  const setting = provider.keySetting ?? 'its key';
  const message = provider.apiKey
    ? `${provider.label} rejected the API key (${where}). Check ${setting} and restart, or choose another model.${says}`
    : `${provider.label} requires an API key (${where}). Set ${setting} and restart, or choose another model.${says}`;
  return new ModelError('PROVIDER_AUTH', message);
}

/** Without a key, whoever refuses wants one; with one, it may be the model or the address that the key is not for. */
function accessFault(provider: ProviderIdentity, where: string, says: string): ModelError {
  if (!provider.apiKey) return authFault(provider, where, says);
  return new ModelError(
    'PROVIDER_AUTH',
    `${provider.label} refused access (${where}). Check ${provider.keySetting ?? 'its key'} and what it may be used for, or choose another model.${says}`,
  );
}

function rateFault(provider: ProviderIdentity, where: string, error: ReportedError, says: string): ModelError {
  // What is larger than a minute's share is so the next minute, too.
  if (/too large|reduce your message|HTTP 413/i.test(`${error.message} ${where}`)) {
    return new ModelError(
      'PROVIDER_RATE_LIMITED',
      `${provider.label} limits the tokens per request (${where}). Shorten the conversation or choose another model.${says}`,
    );
  }
  const { retryAfterMs } = error;
  const wait = retryAfterMs === undefined ? 'Wait a moment' : `Wait ${Math.max(1, Math.ceil(retryAfterMs / 1000))} s`;
  return new ModelError(
    'PROVIDER_RATE_LIMITED',
    `${provider.label} limits the request rate (${where}). ${wait} and try again, or choose another model.${says}`,
    { isTransient: true, retryAfterMs },
  );
}

function notFoundFault(provider: ProviderIdentity, where: string, says: string): ModelError {
  return badResponseFault(
    provider,
    `says: model not found (${where}). Choose another model, or check that ${provider.urlSetting} is right.${says}`,
    { isRefusal: true },
  );
}

function redirectFault(provider: ProviderIdentity, where: string): ModelError {
  return badResponseFault(
    provider,
    `returned a redirect (${where}), which Parley does not follow. Check ${provider.urlSetting}.`,
    { isRefusal: true },
  );
}

function saying(provider: ProviderIdentity, message: string): string {
  const detail = safeDetail(message, provider.apiKey);
  return detail === undefined ? '' : ` It says: ${detail}`;
}

function codeOf(error: unknown): string {
  return isRecord(error) && typeof error['code'] === 'string' ? error['code'] : '';
}
