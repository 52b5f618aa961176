import { ApolloError } from '@apollo/client/core';
import { language } from '../i18n/language.ts';
import { common } from '../i18n/locales/en.ts';

/** What went wrong, ready to be shown: plain words with a next step, and the argument it is about. */
export interface Problem {
  /** A code of the API's ErrorCode, or OFFLINE when no answer came at all. */
  code: string;
  message: string;
  field: string | undefined;
  /** Seconds to wait before another try makes sense. */
  retryAfter: number | undefined;
}

interface ErrorLike {
  message: string;
  extensions?: Record<string, unknown> | undefined;
}

interface ErrorResponseLike {
  graphQLErrors?: readonly ErrorLike[] | undefined;
  networkError?: unknown;
}

/** The app's own text for a code, in the language that is shown. */
const texts: Record<string, (retryAfter: number | undefined) => string> = {
  OFFLINE: () => common('offline'),
  UNAUTHENTICATED: () => common('sessionEnded'),
  FORBIDDEN: () => common('forbidden'),
  INTERNAL: () => common('internal'),
  STORAGE_FULL: () => common('storageFull'),
  UNAVAILABLE: () => common('unavailable'),
  QUOTA_EXCEEDED: () => common('quotaExceeded'),
  RUN_IN_PROGRESS: () => common('runInProgress'),
  TOO_MANY_SUBSCRIPTIONS: () => common('tooManyWindows'),
  RATE_LIMITED: (seconds) =>
    seconds === undefined ? common('rateLimited') : common('rateLimitedFor', { count: Math.ceil(seconds) }),
};

/** What the API says of one input is more exact than a text of the app, and English. */
const preciseTexts: Record<string, (reason: string) => string> = {
  NOT_FOUND: (reason) => common('errorNotFound', { reason }),
  CONFLICT: (reason) => common('errorConflict', { reason }),
  PAYLOAD_TOO_LARGE: (reason) => common('errorTooLarge', { reason }),
};

// Names of arguments that people know by another one.
const fieldWords: Record<string, string> = {
  email: 'email address',
  displayName: 'name',
  topP: 'top-p',
  topK: 'top-k',
  maxTokens: 'max tokens',
};

/** `password is too short` for people: the API begins with the name of the argument, as callers of it know it. */
function inWords(message: string, field: string | undefined): string {
  const name = field?.split('.').at(-1);
  if (!name || !message.startsWith(`${name} `)) return message;
  const words = fieldWords[name] ?? name.replace(/Ids?$/, '').replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return `The ${words}${message.slice(name.length)}`;
}

/** The server's errors inside a failure of the transport: an HTTP error with a body, or a refused subscription. */
function serverErrors(networkError: unknown): readonly ErrorLike[] {
  if (networkError instanceof ApolloError) return networkError.graphQLErrors;
  const result = (networkError as { result?: { errors?: readonly ErrorLike[] } } | null | undefined)?.result;
  return Array.isArray(result?.errors) ? result.errors : [];
}

function firstError(response: ErrorResponseLike): ErrorLike | undefined {
  return response.graphQLErrors?.[0] ?? serverErrors(response.networkError)[0];
}

/** The code of the first error, or undefined when no answer came. */
export function errorCodeOf(response: ErrorResponseLike): string | undefined {
  return firstError(response)?.extensions?.['code'] as string | undefined;
}

/** What people read of an error of the API: by its code, and where that says too little the API's own text. */
export function messageOf(code: string, words: string | undefined, retryAfter: number | undefined): string {
  const own = texts[code]?.(retryAfter);
  if (own !== undefined || words === undefined) return own ?? common('internal');
  if (language.value === 'en') return words;
  return (preciseTexts[code] ?? ((reason) => common('errorRefused', { reason })))(words);
}

/** Turns whatever an operation threw into a problem to show. */
export function problemOf(error: unknown): Problem {
  const first = error instanceof ApolloError ? firstError(error) : undefined;
  const code = (first?.extensions?.['code'] as string | undefined) ?? (first ? 'INTERNAL' : 'OFFLINE');
  const given = first?.extensions?.['retryAfter'];
  const retryAfter = typeof given === 'number' ? given : undefined;
  const field = first?.extensions?.['field'] as string | undefined;
  return { code, message: messageOf(code, first && inWords(first.message, field), retryAfter), field, retryAfter };
}

/** The problem an operation failed with; null when it succeeded: for forms, which show it themselves. */
export function failureOf(operation: Promise<unknown>): Promise<Problem | null> {
  return operation.then(
    () => null,
    (error: unknown) => problemOf(error),
  );
}
