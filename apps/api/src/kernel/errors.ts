/** Every code an operation can answer with; the GraphQL enum `ErrorCode` is made from it. */
export const errorCodes = [
  'BAD_USER_INPUT',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'CONFLICT',
  'RUN_IN_PROGRESS',
  'IDEMPOTENCY_CONFLICT',
  'RATE_LIMITED',
  'QUOTA_EXCEEDED',
  'PAYLOAD_TOO_LARGE',
  'TOO_MANY_SUBSCRIPTIONS',
  'QUERY_TOO_COMPLEX',
  'FILE_EMPTY',
  'FILE_TOO_LARGE',
  'FILE_TYPE_NOT_ALLOWED',
  'FILE_TYPE_MISMATCH',
  'FILE_CORRUPT',
  'FILE_ENCRYPTED',
  'FILE_TOO_COMPLEX',
  'FILE_NO_TEXT',
  'TEMPLATE_INVALID',
  'WORKFLOW_INVALID',
  'URL_NOT_ALLOWED',
  'PROVIDER_AUTH',
  'PROVIDER_RATE_LIMITED',
  'PROVIDER_UNAVAILABLE',
  'PROVIDER_TIMEOUT',
  'PROVIDER_BAD_RESPONSE',
  'STORAGE_FULL',
  'UNAVAILABLE',
  'INTERNAL',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** An error that is meant for the caller: its message is shown as it is, its code is in the contract. */
export class ParleyError extends Error {
  readonly code: ErrorCode;
  /** The argument at fault, as the API names it. */
  readonly field: string | undefined;
  /** When it makes sense to try again, in seconds. */
  readonly retryAfter: number | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    details: { field?: string; retryAfter?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: details.cause });
    this.name = 'ParleyError';
    this.code = code;
    this.field = details.field;
    this.retryAfter = details.retryAfter;
  }
}

/** A value that breaks a rule of the API; `field` names the argument. */
export function badInput(field: string, message: string): ParleyError {
  return new ParleyError('BAD_USER_INPUT', message, { field });
}

/** The same answer for what does not exist and for what the viewer may not see. */
export function notFound(what: string): ParleyError {
  return new ParleyError('NOT_FOUND', `${what} not found.`);
}
