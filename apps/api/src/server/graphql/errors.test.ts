import { GraphQLError, Source } from 'graphql';
import { describe, expect, it } from 'vitest';
import { markAway } from '../../db/errors/database-away.ts';
import { ParleyError } from '../../kernel/errors.ts';
import { silentLog } from '../../kernel/log.ts';
import { toClientError } from './errors.ts';

function seen(originalError: Error) {
  const error = new GraphQLError(originalError.message, { originalError });
  return toClientError(
    error,
    { message: error.message, extensions: { code: 'INTERNAL_SERVER_ERROR' } },
    'request-1',
    silentLog,
  );
}

describe('toClientError', () => {
  it('passes our own errors on, with field and time to wait', () => {
    const error = new ParleyError('RATE_LIMITED', 'Too many.', { field: 'text', retryAfter: 3 });
    expect(seen(error)).toMatchObject({
      message: 'Too many.',
      extensions: { code: 'RATE_LIMITED', field: 'text', retryAfter: 3 },
    });
  });

  it('masks everything else behind the id under which the log has it', () => {
    const { message, extensions } = seen(new Error('select secret from /etc/passwd'));
    expect(message).not.toContain('secret');
    expect(message).toContain('request-1');
    expect(extensions).toEqual({ code: 'INTERNAL', requestId: 'request-1' });
  });

  it.each([
    ['a full disk', Object.assign(new Error('x'), { code: '53100' }), 'STORAGE_FULL'],
    ['a database that takes no writes', Object.assign(new Error('x'), { code: '25006' }), 'STORAGE_FULL'],
    [
      'a full disk below another error',
      new Error('x', { cause: Object.assign(new Error('y'), { code: 'ENOSPC' }) }),
      'STORAGE_FULL',
    ],
    ['a database without a free connection', new Error('timeout exceeded when trying to connect'), 'RATE_LIMITED'],
    ['a connection that failed', markAway(new Error('connect ECONNREFUSED')), 'UNAVAILABLE'],
    [
      'a connection that failed below another error',
      new Error('x', { cause: markAway(new Error('y')) }),
      'UNAVAILABLE',
    ],
    ...['57P01', '57P02', '57P03', '53300', '08006', '08003'].map((state): [string, Error, string] => [
      state,
      Object.assign(new Error('x'), { code: state }),
      'UNAVAILABLE',
    ]),
    ...['55P03', '57014', '40P01'].map((state): [string, Error, string] => [
      state,
      Object.assign(new Error('x'), { code: state }),
      'RATE_LIMITED',
    ]),
  ])('says what to do about %s', (_what, error, code) => expect(seen(error).extensions).toMatchObject({ code }));
});

describe('what is said of a busy database', () => {
  const busy = Object.assign(new Error('x'), { code: '55P03' });
  const said = (query: string, path: (string | number)[]): string => {
    const error = new GraphQLError('x', { source: new Source(query), positions: [0], path, originalError: busy });
    return toClientError(error, error.toJSON(), 'request-1', silentLog).message;
  };

  it.each<[string, string, string[], RegExp]>([
    ['a change', 'mutation { send { id } }', ['send'], /was not saved/],
    ['what a change gives back', 'mutation { send { id } }', ['send', 'id'], /^It was saved, .*read it again/],
    ['a query', 'query { me { id } }', ['me', 'id'], /^The server is busy\. Try again/],
    ['a subscription', 'subscription { changed { id } }', ['changed', 'id'], /^The server is busy\. Try again/],
  ])('in %s', (_what, query, path, sentence) => expect(said(query, path)).toMatch(sentence));
});
