import { describe, expect, it } from 'vitest';
import { runErrorCopy } from './run-error-copy.ts';

describe('runErrorCopy', () => {
  it('has nothing to say about an answer that came to its end', () => {
    expect(runErrorCopy('COMPLETED', null, true, 'stop')).toBeNull();
    expect(runErrorCopy('STREAMING', null, false)).toBeNull();
  });
  it('offers to continue only where there is something to continue', () => {
    expect(runErrorCopy('CANCELLED', null, true)?.remedies).toEqual(['continue', 'retry']);
    expect(runErrorCopy('CANCELLED', null, false)?.remedies).toEqual(['retry']);
    expect(runErrorCopy('INTERRUPTED', null, true)?.remedies[0]).toBe('continue');
    expect(runErrorCopy('FAILED', 'PROVIDER_TIMEOUT', true)?.remedies).toEqual(['continue', 'retry', 'other-model']);
  });
  it('offers what fits the error', () => {
    expect(runErrorCopy('FAILED', 'PROVIDER_AUTH', false)?.remedies).toContain('add-key');
    expect(runErrorCopy('FAILED', 'PAYLOAD_TOO_LARGE', false)?.remedies).toContain('edit');
    expect(runErrorCopy('FAILED', null, false)?.remedies).toContain('retry');
    expect(runErrorCopy('FAILED', 'WORKFLOW_INVALID', false)?.remedies).toContain('retry');
  });
  it.each([
    ['PROVIDER_UNAVAILABLE', 'Acme had an error (HTTP 503). Try again.', 'The provider had an error.'],
    ['PROVIDER_UNAVAILABLE', 'Acme had an error (in its answer). Try again.', 'The provider had an error.'],
    [
      'PROVIDER_UNAVAILABLE',
      'Acme cannot be reached: the connection was refused.',
      'The provider could not be reached.',
    ],
    ['PROVIDER_UNAVAILABLE', null, 'The provider is not available.'],
    ['PROVIDER_BAD_RESPONSE', 'Acme rejected the request (HTTP 400).', 'The provider rejected the request.'],
    ['PROVIDER_BAD_RESPONSE', 'Acme says: model not found (HTTP 404).', 'The provider rejected the request.'],
    ['PROVIDER_BAD_RESPONSE', 'Acme returned invalid JSON.', 'The provider’s reply couldn’t be read.'],
    [
      'PROVIDER_BAD_RESPONSE',
      'Acme closed the connection before the answer was complete.',
      'The connection broke before the answer was complete.',
    ],
    ['PROVIDER_AUTH', 'Acme rejected the API key (HTTP 401).', 'The API key was rejected.'],
    ['PROVIDER_AUTH', 'Acme requires an API key (HTTP 401).', 'The provider needs an API key.'],
    ['PROVIDER_AUTH', 'Acme does not serve the region of this server (HTTP 403).', 'The provider refused access.'],
  ] as const)('%s, %j: %s', (code, details, title) => {
    expect(runErrorCopy('FAILED', code, false, null, details)?.title).toBe(title);
  });
  it.each([
    [false, 'stop', 'The model returned an empty answer.'],
    [false, null, 'The model returned an empty answer.'],
    [true, 'length', 'The answer hit the token limit.'],
    [false, 'length', 'The token limit was reached before the answer began.'],
    [true, 'content_filter', 'Stopped by the provider’s content filter.'],
    [false, 'content_filter', 'Stopped by the provider’s content filter.'],
    [true, 'insufficient_system_resource', 'The provider ended this answer early.'],
  ])('does not take an empty or cut answer for a complete one: %s, %s', (hasText, reason, title) => {
    expect(runErrorCopy('COMPLETED', null, hasText, reason)?.title).toBe(title);
  });
  it.each(['stop', 'end_turn', 'eos', 'tool_calls', 'COMPLETE', null])('takes %s for a whole end', (reason) => {
    expect(runErrorCopy('COMPLETED', null, true, reason)).toBeNull();
  });
});
