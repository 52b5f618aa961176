import { ApolloError } from '@apollo/client/core';

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

// Where the API's own words would help nobody. Every other message comes from the API as it is.
const ownWords: Record<string, string> = {
  OFFLINE: 'The server cannot be reached. Check your connection and try again.',
  UNAUTHENTICATED: 'Your session has ended. Please sign in again.',
  FORBIDDEN: 'Your account may not do this. An administrator can.',
  INTERNAL: 'Something went wrong on the server. Try again; if it stays, tell the administrator.',
  STORAGE_FULL: 'The server can save nothing: its disk is full or read-only. Nothing was lost; tell the administrator.',
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

/** Turns whatever an operation threw into a problem to show. `SignIn` keeps the API's words for wrong passwords. */
export function problemOf(error: unknown, { keepWords = false }: { keepWords?: boolean } = {}): Problem {
  const first = error instanceof ApolloError ? firstError(error) : undefined;
  const code = (first?.extensions?.['code'] as string | undefined) ?? (first ? 'INTERNAL' : 'OFFLINE');
  const retryAfter = first?.extensions?.['retryAfter'];
  const field = first?.extensions?.['field'] as string | undefined;
  const words = first && inWords(first.message, field);
  return {
    code,
    message: (keepWords ? words : undefined) ?? ownWords[code] ?? words ?? ownWords['INTERNAL']!,
    field,
    retryAfter: typeof retryAfter === 'number' ? retryAfter : undefined,
  };
}

/** The problem an operation failed with; null when it succeeded: for forms, which show it themselves. */
export function failureOf(operation: Promise<unknown>): Promise<Problem | null> {
  return operation.then(
    () => null,
    (error: unknown) => problemOf(error),
  );
}
