import { registerEnumType } from 'type-graphql';
import { errorCodes, type ErrorCode } from '../kernel/errors.ts';

/** The error codes as an enum object, the form the schema wants. */
export const ErrorCodeEnum = Object.fromEntries(errorCodes.map((code) => [code, code])) as { [C in ErrorCode]: C };

/** What each code means and what the caller can do; docs/api/errors.md is made from it. */
export const errorMeanings: Record<ErrorCode, string> = {
  BAD_USER_INPUT: 'A value breaks a rule; `field` names the argument and the message the limit. Correct it.',
  UNAUTHENTICATED: 'Nobody is signed in, or the e-mail address and password do not fit. Sign in.',
  FORBIDDEN: 'The account may not do this, or the request came from another site.',
  NOT_FOUND: 'It does not exist, or it belongs to somebody else.',
  CONFLICT: 'It cannot be done as things are, for example because it exists already. Read again, then decide.',
  RUN_IN_PROGRESS: 'An answer is being written in this conversation. Wait for it, or cancel it.',
  IDEMPOTENCY_CONFLICT: 'This message id was used before with another content. Take a new id.',
  RATE_LIMITED: 'Too much at once; `retryAfter` says when to try again, in seconds.',
  QUOTA_EXCEEDED: 'A limit of use, storage or credit is reached. Free some, or ask an administrator.',
  PAYLOAD_TOO_LARGE: 'The request is larger than the server takes, or the conversation longer than the model does.',
  TOO_MANY_SUBSCRIPTIONS: 'This connection or account watches too much. End a subscription first.',
  QUERY_TOO_COMPLEX: 'The document is too deep, too long or too expensive. Ask for less at once.',
  FILE_EMPTY: 'The file has no content.',
  FILE_TOO_LARGE: 'The file is larger than the limit that the message names.',
  FILE_TYPE_NOT_ALLOWED: 'Files of this type are not taken; the message lists those that are.',
  FILE_TYPE_MISMATCH: 'The content is not what the name of the file says. Rename or convert it.',
  FILE_CORRUPT: 'The file cannot be read. Open and save it again, then upload that.',
  FILE_ENCRYPTED: 'The file is protected by a password. Upload it without.',
  FILE_TOO_COMPLEX: 'Reading the file would take too much memory or time. Split it.',
  FILE_NO_TEXT: 'There is no text in the file, for example because its pages are pictures.',
  TEMPLATE_INVALID: 'The template of a prompt is wrong; the message says where.',
  WORKFLOW_INVALID: 'The definition of a workflow is wrong; the message says where.',
  URL_NOT_ALLOWED: 'The server does not connect to this address.',
  PROVIDER_AUTH: 'The provider refused the key, or what it may be used for. An administrator has to correct it.',
  PROVIDER_RATE_LIMITED: 'The provider takes no more requests for now. Wait, or choose another model.',
  PROVIDER_UNAVAILABLE: 'The provider could not be reached or failed. Try again, or choose another model.',
  PROVIDER_TIMEOUT: 'The provider took too long. What came before is kept; try again or continue.',
  PROVIDER_BAD_RESPONSE: 'The provider rejected the request, or its answer cannot be read. What came before is kept.',
  STORAGE_FULL: 'The server’s disk is full or read-only. Nothing was saved; try again when there is room.',
  UNAVAILABLE:
    'The server restarts, or its database cannot be reached. Try again after `retryAfter` seconds; the same message id is safe.',
  INTERNAL: 'A fault of the server. The request id in the answer is in its log.',
};

registerEnumType(ErrorCodeEnum, {
  name: 'ErrorCode',
  description: 'Every code an error or a failed run can have.',
  valuesConfig: Object.fromEntries(errorCodes.map((code) => [code, { description: errorMeanings[code] }])),
});
