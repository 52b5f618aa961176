import { GraphQLError } from 'graphql';
import { describe, expect, it } from 'vitest';
import { markAway } from '../kernel/database-away.ts';
import { ParleyError } from '../kernel/errors.ts';
import { silentLog } from '../kernel/log.ts';
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
    ['a connection that failed', markAway(new Error('connect ECONNREFUSED')), 'RATE_LIMITED'],
    [
      'a connection that failed below another error',
      new Error('x', { cause: markAway(new Error('y')) }),
      'RATE_LIMITED',
    ],
    ...['57P01', '57P02', '57P03', '53300', '08006', '08003', '55P03', '57014', '40P01'].map(
      (state): [string, Error, string] => [state, Object.assign(new Error('x'), { code: state }), 'RATE_LIMITED'],
    ),
  ])('says what to do about %s', (_what, error, code) => expect(seen(error).extensions).toMatchObject({ code }));
});
