import { registerEnumType } from 'type-graphql';
import { errorCodes, type ErrorCode } from '../kernel/errors.ts';

/** The error codes as an enum object, the form the schema wants. */
export const ErrorCodeEnum = Object.fromEntries(errorCodes.map((code) => [code, code])) as { [C in ErrorCode]: C };

/** What each code means and what the caller can do; docs/api/errors.md is made from it. */
export const errorMeanings: Record<ErrorCode, string> = {
  BAD_USER_INPUT: 'A value is invalid. `field` names the argument and the message states the rule. Correct the value.',
  UNAUTHENTICATED: 'The request is not signed in, or the email address or password is incorrect. Sign in.',
  FORBIDDEN: 'The account lacks permission, or the request came from another origin.',
  NOT_FOUND: 'The object does not exist, or it belongs to another user.',
  CONFLICT:
    'The operation conflicts with the current state, for example because the object already exists. Reload the state, then try again.',
  RUN_IN_PROGRESS: 'An answer is in progress in this conversation. Wait until it is complete, or cancel it.',
  IDEMPOTENCY_CONFLICT: 'This message id was already used with different content. Use a new id.',
  RATE_LIMITED: 'Too many requests. Try again after `retryAfter` seconds.',
  QUOTA_EXCEEDED: 'A usage, storage or credit limit is reached. Free space, or ask an administrator.',
  PAYLOAD_TOO_LARGE:
    'The request exceeds the server’s size limit, or the conversation exceeds the model’s context window.',
  TOO_MANY_SUBSCRIPTIONS: 'The connection or account has too many subscriptions. End a subscription first.',
  QUERY_TOO_COMPLEX: 'The GraphQL document exceeds the limit for depth, length or cost. Request less at once.',
  FILE_EMPTY: 'The file has no content.',
  FILE_TOO_LARGE: 'The file exceeds the size limit stated in the message.',
  FILE_TYPE_NOT_ALLOWED: 'This file type is not supported. The message lists the supported types.',
  FILE_TYPE_MISMATCH: 'The content of the file does not match its extension. Rename or convert the file.',
  FILE_CORRUPT: 'The file is damaged and cannot be read. Open it, save it again, and upload the new file.',
  FILE_ENCRYPTED: 'The file is password-protected. Remove the password and upload it again.',
  FILE_TOO_COMPLEX: 'Reading the file exceeds the memory or time limit. Split the file.',
  FILE_NO_TEXT: 'The file contains no text, for example because its pages are images.',
  TEMPLATE_INVALID: 'The prompt template is invalid. The message states the position of the error.',
  WORKFLOW_INVALID: 'The workflow definition is invalid. The message states the position of the error.',
  URL_NOT_ALLOWED: 'The server does not allow connections to this address.',
  PROVIDER_AUTH: 'The provider rejected the API key, or the key lacks permission. An administrator has to correct it.',
  PROVIDER_RATE_LIMITED: 'The rate limit of the provider is reached. Wait, or choose another model.',
  PROVIDER_UNAVAILABLE: 'The provider cannot be reached or returned an error. Try again, or choose another model.',
  PROVIDER_TIMEOUT:
    'The provider did not respond in time. The text received so far is kept; retry or continue the answer.',
  PROVIDER_BAD_RESPONSE:
    'The provider rejected the request or returned an invalid response. The text received so far is kept.',
  STORAGE_FULL: 'The server’s disk is full or read-only. Nothing was saved. Try again when space is available.',
  UNAVAILABLE:
    'The server is restarting, or cannot reach its database. Try again after `retryAfter` seconds; reusing the same message id is safe.',
  INTERNAL: 'An internal server error. Search the server log for the request id in the response.',
};

registerEnumType(ErrorCodeEnum, {
  name: 'ErrorCode',
  description: 'All error codes of operations and failed runs.',
  valuesConfig: Object.fromEntries(errorCodes.map((code) => [code, { description: errorMeanings[code] }])),
});
