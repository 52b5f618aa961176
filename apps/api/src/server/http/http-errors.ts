import type { Socket } from 'node:net';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ParleyError } from '../../kernel/errors.ts';
import { logFailure } from '../../db/errors/log-failure.ts';
import type { Log } from '../../kernel/log.ts';
import { collectMethods } from './allowed-methods.ts';
import { troubleOf } from '../graphql/errors.ts';

const statusOf: Partial<Record<string, number>> = {
  BAD_USER_INPUT: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  PAYLOAD_TOO_LARGE: 413,
  FILE_TOO_LARGE: 413,
  FILE_TYPE_NOT_ALLOWED: 415,
  FILE_TYPE_MISMATCH: 415,
  QUOTA_EXCEEDED: 413,
  RATE_LIMITED: 429,
  TOO_MANY_SUBSCRIPTIONS: 429,
  STORAGE_FULL: 507,
  UNAVAILABLE: 503,
};

/** Largest JSON body, in bytes: a message of the largest size, escaped. */
export const BODY_LIMIT = 4 * 1024 * 1024;

interface PlainError {
  status: number;
  code: string;
  message: string;
  field?: string | undefined;
  retryAfter?: number | undefined;
}

const nothingHere: PlainError = { status: 404, code: 'NOT_FOUND', message: 'Not found.' };

/** Every error outside of GraphQL's own answers as JSON: no stack, no path. Install it before any route. */
export function answerErrors(http: FastifyInstance, log: Log): void {
  http.setErrorHandler((error: FastifyError, request, reply) => {
    const plain = describe(error);
    const isExpected = error instanceof ParleyError && error.code === 'UNAVAILABLE';
    if (plain.status >= 500 && !isExpected)
      logFailure(log, { requestId: request.id, path: request.url.split('?')[0] }, error, 'request failed unexpectedly');
    send(request, reply, plain);
  });
  const methodsOf = collectMethods(http);
  http.setNotFoundHandler((request, reply) => {
    const allowed = methodsOf(request.url.split('?')[0]!);
    if (allowed === null || allowed.split(', ').includes(request.method)) return send(request, reply, nothingHere);
    const message = `This path does not support ${request.method}, only ${allowed}.`;
    send(request, reply.header('allow', allowed), { status: 405, code: 'BAD_REQUEST', message });
  });
}

/** Answers an address that cannot be read. No route is looked up for it, and no hook is asked. */
export function answerBadUrl(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  // Nothing has so long a name.
  if (error.code === 'FST_ERR_MAX_PARAM_LENGTH') return send(request, reply, nothingHere);
  const message = 'The URL is invalid: each % must be followed by two hexadecimal digits that encode valid UTF-8.';
  send(request, reply, { status: 400, code: 'BAD_USER_INPUT', message });
}

const tooSlow: PlainError = {
  status: 408,
  code: 'BAD_REQUEST',
  message: 'The request came too slowly and was given up. Try again.',
};

/** Answers a request whose body takes too long. */
export const answerTooSlow = (request: FastifyRequest, reply: FastifyReply): void => send(request, reply, tooSlow);

/** Answers what is not even a request: headers over the limit, too slow, or no HTTP at all. @param headers of every answer. */
export function answerClientError(headers: Record<string, string>, error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const isTooLarge = error.code === 'HPE_HEADER_OVERFLOW';
  const status = isTooLarge ? '431 Request Header Fields Too Large' : '400 Bad Request';
  const problem = isTooLarge
    ? { code: 'PAYLOAD_TOO_LARGE', message: 'The headers are too large: at most 16 KB.' }
    : { code: 'BAD_REQUEST', message: 'This is not an HTTP request.' };
  const body = JSON.stringify({ error: problem });
  const lines = [
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${body.length}`,
    'Connection: close',
  ];
  socket.end(`HTTP/1.1 ${status}\r\n${lines.join('\r\n')}\r\n\r\n${body}`);
}

function send(
  request: FastifyRequest,
  reply: FastifyReply,
  { status, code, message, field, retryAfter }: PlainError,
): void {
  if (retryAfter !== undefined) reply.header('retry-after', String(Math.ceil(retryAfter)));
  const isGraphQL = request.url.startsWith('/graphql');
  const details = { code, ...(field && { field }), ...(retryAfter !== undefined && { retryAfter }) };
  void reply
    .code(status)
    .type('application/json; charset=utf-8')
    .send(isGraphQL ? { errors: [{ message, extensions: details }] } : { error: { ...details, message } });
}

function describe(error: FastifyError | ParleyError): PlainError {
  if (error instanceof ParleyError) {
    const { code, message, field, retryAfter } = error;
    return { status: statusOf[code] ?? 400, code, message, field, retryAfter };
  }
  const trouble = troubleOf(error);
  // It is the server that has to wait here, not the caller who was too fast.
  if (trouble) return { status: trouble.code === 'STORAGE_FULL' ? 507 : 503, ...trouble };
  const status = error.statusCode ?? 500;
  if (status === 413) {
    const message = `The request is too large: at most ${BODY_LIMIT / 1024 / 1024} MB.`;
    return { status, code: 'PAYLOAD_TOO_LARGE', message };
  }
  if (status === 408) return tooSlow;
  if (status === 403) return { status, code: 'FORBIDDEN', message: error.message };
  if (status >= 400 && status < 500)
    return {
      status,
      code: 'BAD_REQUEST',
      message: 'The request could not be read: is it valid JSON of the right type?',
    };
  return { status: 500, code: 'INTERNAL', message: 'Something went wrong on the server.' };
}
