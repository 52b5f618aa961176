import { ModelError } from '../../../ports/language-model.ts';
import { isRecord } from './json.ts';
import { errorInBody, readError, type ReportedError } from './reported-error.ts';
import { safeDetail } from './safe-detail.ts';

/** How a provider is named in messages, and which settings an operator would check. */
export interface ProviderIdentity {
  label: string;
  apiKey?: string;
  /** The setting that holds the key, for example `OPENAI_API_KEY`. */
  keySetting?: string;
  /** The setting that holds the address, for example `OPENAI_BASE_URL`. */
  urlSetting: string;
}

/** HTTP 404: there is no such model, or no such address. */
export class NotFoundError extends ModelError {}

/**
 * The failure an HTTP status stands for.
 * @param body the answer's text; only a short, cleaned message is taken out of it.
 */
export function statusFault(provider: ProviderIdentity, status: number, body = '', retryAfterMs?: number): ModelError {
  const fault = faultOf(provider, status, errorInBody(body), retryAfterMs);
  return status === 404 ? new NotFoundError(fault.code, fault.message) : fault;
}

function faultOf(provider: ProviderIdentity, status: number, error: ReportedError, retryAfterMs?: number): ModelError {
  if (status === 401 || status === 403) return authFault(provider, `HTTP ${status}`);
  if (status === 400 && /api.?key.{0,20}(?:invalid|not valid|expired)/i.test(error.message)) {
    return authFault(provider, `HTTP ${status}`);
  }
  if (status === 402) return noCreditFault(provider);
  if (status === 429) return rateFault(provider, error, retryAfterMs);
  if (status === 404) return notFoundFault(provider);
  if (status >= 300 && status < 400) return redirectFault(provider);
  if ([408, 409, 425].includes(status) || status >= 500) {
    return new ModelError(
      'PROVIDER_UNAVAILABLE',
      `${provider.label} is not available right now (HTTP ${status}). Try again in a moment or choose another model.`,
      { isTransient: true, retryAfterMs },
    );
  }
  return refusedFault(provider, `HTTP ${status}`, error.message);
}

/** The failure that an `error` object inside a stream, or in an answer with status 200, stands for. */
export function reportedFault(provider: ProviderIdentity, reported: unknown): ModelError {
  const error = readError(reported);
  if (error.status !== undefined) return faultOf(provider, error.status, error);
  const kind = `${error.type} ${error.code}`;
  if (/auth|permission|api_key/i.test(kind)) return authFault(provider, 'in its answer');
  if (/billing|credit/i.test(kind)) return noCreditFault(provider);
  if (/rate_limit|quota|too_many/i.test(kind)) return rateFault(provider, error, undefined);
  if (/not_found/i.test(kind)) return notFoundFault(provider);
  if (/overloaded|unavailable|server|api_error|internal|timeout/i.test(kind)) {
    return new ModelError(
      'PROVIDER_UNAVAILABLE',
      `${provider.label} stopped with an error of its own. Try again in a moment or choose another model.`,
      { isTransient: true },
    );
  }
  return refusedFault(provider, 'error in its answer', error.message);
}

/** An answer that breaks the protocol. Worth a retry only where `isTransient`. */
export function badResponseFault(
  provider: ProviderIdentity,
  problem: string,
  details: { isTransient?: boolean; cause?: unknown } = {},
): ModelError {
  return new ModelError('PROVIDER_BAD_RESPONSE', `${provider.label} ${problem}`, details);
}

/** A connection that ended before the model had said that it finished. */
export function cutFault(provider: ProviderIdentity, cause?: unknown): ModelError {
  return badResponseFault(
    provider,
    'closed the connection before the answer was complete. Try again, or continue from what came.',
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
      `The API key for ${provider.label} has characters no key can have. Check ${provider.keySetting ?? 'it'} and restart.`,
    );
  }
  if (code.startsWith('HPE_')) return badResponseFault(provider, `does not speak HTTP. Check ${provider.urlSetting}.`);
  const reason =
    {
      ECONNREFUSED: 'the connection was refused',
      ENOTFOUND: 'its name was not found',
      EAI_AGAIN: 'its name was not found',
    }[code] ?? (/CERT|SSL|TLS/.test(code) ? 'its certificate was not accepted' : 'the connection broke');
  return new ModelError(
    'PROVIDER_UNAVAILABLE',
    `${provider.label} cannot be reached: ${reason}. Check that it runs and that ${provider.urlSetting} is right.`,
    { isTransient: true },
  );
}

function authFault(provider: ProviderIdentity, where: string): ModelError {
  const setting = provider.keySetting ?? 'its key';
  const message = provider.apiKey
    ? `${provider.label} did not accept the API key (${where}). Check ${setting} and restart, or choose another model.`
    : `${provider.label} wants an API key (${where}). Set ${setting} and restart, or choose another model.`;
  return new ModelError('PROVIDER_AUTH', message);
}

function noCreditFault(provider: ProviderIdentity): ModelError {
  return new ModelError(
    'PROVIDER_AUTH',
    `${provider.label} says the account of this API key has no credit. Top it up or choose another model.`,
  );
}

function rateFault(provider: ProviderIdentity, error: ReportedError, retryAfterMs: number | undefined): ModelError {
  if (/insufficient_quota/.test(`${error.type} ${error.code}`)) {
    return new ModelError(
      'PROVIDER_RATE_LIMITED',
      `The quota of this API key at ${provider.label} is used up. Raise it there or choose another model.`,
    );
  }
  const wait = retryAfterMs === undefined ? 'Wait a moment' : `Wait ${Math.max(1, Math.ceil(retryAfterMs / 1000))} s`;
  return new ModelError(
    'PROVIDER_RATE_LIMITED',
    `${provider.label} limits how often it can be asked. ${wait} and try again, or choose another model.`,
    { isTransient: true, retryAfterMs },
  );
}

function notFoundFault(provider: ProviderIdentity): ModelError {
  return badResponseFault(
    provider,
    `says: model not found (HTTP 404). Choose another model, or check that ${provider.urlSetting} is right.`,
  );
}

function redirectFault(provider: ProviderIdentity): ModelError {
  return badResponseFault(provider, `answers with a redirect, which is not followed. Check ${provider.urlSetting}.`);
}

function refusedFault(provider: ProviderIdentity, where: string, message: string): ModelError {
  const detail = safeDetail(message, provider.apiKey);
  const says = detail === undefined ? '' : ` It says: ${detail}`;
  return badResponseFault(
    provider,
    `refused the request (${where}). Change the parameters or choose another model.${says}`,
  );
}

function codeOf(error: unknown): string {
  return isRecord(error) && typeof error['code'] === 'string' ? error['code'] : '';
}
