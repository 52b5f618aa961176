import { ApolloError } from '@apollo/client/core';
import { describe, expect, test } from 'vitest';
import { errorCodeOf, problemOf } from './errors.ts';

function refusal(code: string, message: string, extensions: Record<string, unknown> = {}): ApolloError {
  return new ApolloError({ graphQLErrors: [{ message, extensions: { code, ...extensions } } as never] });
}

describe('problemOf', () => {
  test('shows the words of the API and the field it names', () => {
    const problem = problemOf(refusal('BAD_USER_INPUT', 'temperature must be 0 to 2.', { field: 'temperature' }));
    expect(problem).toMatchObject({
      code: 'BAD_USER_INPUT',
      message: 'The temperature must be 0 to 2.',
      field: 'temperature',
    });
  });

  test.each([
    ['password', 'password is too easy to guess.', 'The password is too easy to guess.'],
    ['input.displayName', 'displayName must not be blank.', 'The name must not be blank.'],
    ['parameters.topP', 'topP must be between 0 and 1.', 'The top-p must be between 0 and 1.'],
    ['systemPrompt', 'systemPrompt is too long.', 'The system prompt is too long.'],
    ['modelId', 'There is no model a:b.', 'There is no model a:b.'],
    [undefined, 'password is too short.', 'password is too short.'],
  ])('calls the argument %s by a word in “%s”', (field, message, shown) => {
    expect(problemOf(refusal('BAD_USER_INPUT', message, { field })).message).toBe(shown);
  });

  test('says that the server cannot be reached when no answer came', () => {
    const problem = problemOf(new ApolloError({ networkError: new TypeError('Failed to fetch') }));
    expect(problem.code).toBe('OFFLINE');
    expect(problem.message).toContain('connection');
  });

  test('reads the errors of an answer with an HTTP error status', () => {
    const networkError = Object.assign(new Error('Response not successful'), {
      result: { errors: [{ message: 'Try again in 9 seconds.', extensions: { code: 'RATE_LIMITED', retryAfter: 9 } }] },
    });
    expect(problemOf(new ApolloError({ networkError }))).toMatchObject({ code: 'RATE_LIMITED', retryAfter: 9 });
  });

  test('hides what a masked internal error says', () => {
    expect(problemOf(refusal('INTERNAL', 'Internal server error (request 42).')).message).toContain('Try again');
  });

  test('says that the session has ended, whatever the API calls it', () => {
    expect(problemOf(refusal('UNAUTHENTICATED', 'Sign in first.')).message).toContain('session has ended');
  });

  test('takes an error of the program itself for no answer rather than showing its words', () => {
    expect(problemOf(new Error('x is undefined')).message).not.toContain('undefined');
  });
});

test('errorCodeOf finds the code of a refused subscription', () => {
  expect(errorCodeOf({ networkError: refusal('UNAUTHENTICATED', 'Sign in first.') })).toBe('UNAUTHENTICATED');
});

test('errorCodeOf is undefined without an answer', () => {
  expect(errorCodeOf({ networkError: new Error('offline') })).toBeUndefined();
});
