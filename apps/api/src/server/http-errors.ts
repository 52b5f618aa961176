import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ParleyError } from '../kernel/errors.ts';
import type { Log } from '../kernel/log.ts';

const statusOf: Partial<Record<string, number>> = {
  BAD_USER_INPUT: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  PAYLOAD_TOO_LARGE: 413,
  RATE_LIMITED: 429,
  STORAGE_FULL: 507,
};

interface PlainError {
  status: number;
  code: string;
  message: string;
  field?: string | undefined;
  retryAfter?: number | undefined;
}

/** Every error outside of GraphQL's own answers as JSON: no stack, no path. Install it before any route. */
export function answerErrors(http: FastifyInstance, log: Log): void {
  http.setErrorHandler((error: FastifyError, request, reply) => {
    const plain = describe(error);
    if (plain.status >= 500)
      log.error({ requestId: request.id, error, path: request.url.split('?')[0] }, 'request failed unexpectedly');
    send(request, reply, plain);
  });
  http.setNotFoundHandler((request, reply) =>
    send(request, reply, { status: 404, code: 'NOT_FOUND', message: 'There is nothing here.' }),
  );
}

function send(
  request: FastifyRequest,
  reply: FastifyReply,
  { status, code, message, field, retryAfter }: PlainError,
): void {
  if (retryAfter !== undefined) reply.header('retry-after', String(Math.ceil(retryAfter)));
  const isGraphQL = request.url.startsWith('/graphql');
  const details = { code, ...(field && { field }) };
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
  const status = error.statusCode ?? 500;
  if (status === 413) return { status, code: 'PAYLOAD_TOO_LARGE', message: 'The request is too large.' };
  if (status === 403) return { status, code: 'FORBIDDEN', message: error.message };
  if (status >= 400 && status < 500)
    return {
      status,
      code: 'BAD_REQUEST',
      message: 'The request could not be read: is it valid JSON of the right type?',
    };
  return { status: 500, code: 'INTERNAL', message: 'Something went wrong on the server.' };
}
