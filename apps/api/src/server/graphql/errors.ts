import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { databaseTrouble } from '../../db/errors/database-away.ts';
import { ParleyError, type ErrorCode } from '../../kernel/errors.ts';
import { logFailure } from '../../db/errors/log-failure.ts';
import type { Log } from '../../kernel/log.ts';
import { storageTrouble } from '../../db/errors/storage-trouble.ts';
import { argumentAt } from './argument-path.ts';
import { type ErrorPhase, phaseOf } from './error-phase.ts';

/** Codes of Apollo Server for what is wrong with the request itself; they pass as they are. */
const protocolCodes = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_REQUEST',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_USER_INPUT',
  'QUERY_TOO_COMPLEX',
  'PERSISTED_QUERY_NOT_SUPPORTED',
]);

/** Most errors one answer lists. */
export const MAX_ERRORS = 5;
/** When to try again after trouble with the database, in seconds. */
const BUSY_RETRY_SECONDS = 5;
const MAX_MESSAGE_LENGTH = 300;

const readBack = 'It was saved, but could not be read back: read it again; sending the same messageId again is safe.';
/** A change that was cut off may have arrived; one that had to wait for too long has not. */
const databaseMessages: Record<'away' | 'busy', Record<ErrorPhase, string>> = {
  away: {
    change:
      'The database cannot be reached for the moment. Try again in a few seconds; sending the same messageId again is safe.',
    readBack,
    reading: 'The database cannot be reached for the moment. Try again in a few seconds.',
  },
  busy: {
    change: 'The server is busy. What you sent was not saved; try again in a few seconds.',
    readBack,
    reading: 'The server is busy. Try again in a few seconds.',
  },
};

const storageMessages: Record<'full' | 'readOnly', Record<ErrorPhase, string>> = {
  full: {
    change: 'The server’s disk is full or read-only. What you sent was not saved; try again when there is room.',
    readBack,
    reading: 'The server’s disk is full or read-only. Try again when there is room.',
  },
  readOnly: {
    change:
      'The database takes no writes at the moment. What you sent was not saved; what is there can be read. Try again later.',
    readBack,
    reading: 'The database takes no writes at the moment; what is there can be read. Try again later.',
  },
};

/** Code and message of a failure that passes by itself, caused neither by the caller nor by our code; null for any other. */
export function troubleOf(
  error: unknown,
  phase: ErrorPhase = 'reading',
): { code: ErrorCode; message: string; retryAfter?: number } | null {
  const database = databaseTrouble(error);
  if (database) {
    const code = database === 'away' ? 'UNAVAILABLE' : 'RATE_LIMITED';
    return { code, message: databaseMessages[database][phase], retryAfter: BUSY_RETRY_SECONDS };
  }
  const storage = storageTrouble(error);
  return storage && { code: 'STORAGE_FULL', message: storageMessages[storage][phase] };
}

/**
 * An error as a caller may see it: ours with code, field and message; an error of the request as it is; anything
 * else masked behind the id under which the log has it.
 */
export function toClientError(
  error: unknown,
  formatted: GraphQLFormattedError,
  requestId: string,
  log: Log,
): GraphQLFormattedError {
  const cause = rootCause(error);
  const { path, locations } = formatted;
  const place = { ...(path && { path }), ...(locations && { locations: locations.slice(0, 1) }) };
  if (cause instanceof ParleyError) return { message: cause.message, ...place, extensions: extensionsOf(cause) };
  const code = String(formatted.extensions?.['code'] ?? '');
  const isRequestError =
    protocolCodes.has(code) || (cause instanceof GraphQLError && cause.originalError === undefined);
  if (isRequestError) {
    const field = fieldOf(formatted.message) ?? argumentAt(error);
    return {
      message: shorten(withoutSuggestions(formatted.message)),
      ...place,
      extensions: {
        code: protocolCodes.has(code) ? code : requestErrorCode(formatted.message),
        ...(field && { field }),
      },
    };
  }
  const trouble = troubleOf(cause, phaseOf(error));
  if (trouble) {
    const { message, ...extensions } = trouble;
    logFailure(log, { requestId, path }, cause, 'the database could not be used');
    return { message, ...place, extensions };
  }
  log.error({ requestId, error: cause, path }, 'request failed unexpectedly');
  const message = `Internal server error. Search the server log for ${requestId}.`;
  return { message, ...place, extensions: { code: 'INTERNAL' satisfies ErrorCode, requestId } };
}

export function extensionsOf(error: ParleyError): Record<string, unknown> {
  return {
    code: error.code,
    ...(error.field && { field: error.field }),
    ...(error.retryAfter !== undefined && { retryAfter: error.retryAfter }),
  };
}

function rootCause(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError ? rootCause(error.originalError) : error;
}

/** What graphql-js finds without a code: a variable that does not fit, or a document. */
const requestErrorCode = (message: string): string =>
  message.startsWith('Variable "$') ? 'BAD_USER_INPUT' : 'GRAPHQL_VALIDATION_FAILED';

/** How messages of graphql-js name the argument that is wrong or missing. */
const fieldPatterns = [
  / at "(?:input\.)?([\w.[\]]{1,100})"/,
  /^Field "\w{1,100}\.(\w{1,100})" of required type/,
  / argument "(\w{1,100})" of type/,
  /^Variable "\$(\w{1,100})"/,
];

function fieldOf(message: string): string | undefined {
  for (const pattern of fieldPatterns) {
    const found = pattern.exec(message)?.[1];
    if (found) return found;
  }
  return undefined;
}

/** Suggestions would tell what there is to somebody who only guesses. */
function withoutSuggestions(message: string): string {
  return message.replace(/ Did you mean .*$/s, '');
}

function shorten(message: string): string {
  return message.length > MAX_MESSAGE_LENGTH ? `${message.slice(0, MAX_MESSAGE_LENGTH)}…` : message;
}
