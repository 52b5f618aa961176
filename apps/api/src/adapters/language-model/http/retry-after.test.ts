import { describe, expect, it } from 'vitest';
import { retryAfterMs, waitIn } from './retry-after.ts';

const now = new Date('2026-11-21T12:00:00Z');
const day = 24 * 60 * 60 * 1_000;

describe('retryAfterMs', () => {
  it.each([
    [{ 'retry-after': '3' }, 3_000],
    [{ 'retry-after': '0.5' }, 500],
    [{ 'retry-after': 'Sat, 21 Nov 2026 12:00:07 GMT' }, 7_000],
    [{ 'retry-after': 'Sat, 21 Nov 2026 11:00:00 GMT' }, 0],
    [{ 'retry-after': '9', 'retry-after-ms': '250' }, 250],
    [{ 'retry-after': '999999999999' }, day],
    [{ 'retry-after-ms': '1e300' }, day],
    [{ 'retry-after': 'Sat, 21 Nov 2099 12:00:00 GMT' }, day],
    [{ 'retry-after': '6m0s' }, 360_000],
    [{ 'retry-after': '500ms' }, 500],
    [{ 'retry-after': '1795262405' }, 5_000],
    [{ 'x-ms-retry-after-ms': '1500' }, 1_500],
    [{ 'x-ratelimit-remaining-tokens': '0', 'x-ratelimit-reset-tokens': '7.66s' }, 7_660],
    [{ 'x-ratelimit-remaining-tokens': '9', 'x-ratelimit-reset-tokens': '7.66s' }, undefined],
    [{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1795262404000' }, 4_000],
    [
      {
        'anthropic-ratelimit-requests-remaining': '0',
        'anthropic-ratelimit-requests-reset': '2026-11-21T12:00:30Z',
      },
      30_000,
    ],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'retry-after': '1e999' }, undefined],
    [{ 'retry-after': '' }, undefined],
    [{}, undefined],
  ])('%j is %s', (headers, expected) => {
    expect(retryAfterMs(headers, now)).toBe(expected);
  });
});

describe('waitIn', () => {
  it.each([
    ['Rate limit reached. Please try again in 1m30.5s. Visit us.', 90_500],
    ['Please retry in 12.123s.', 12_123],
    ['Too many. Wait 20 seconds, then go on.', 20_000],
    ['Try again in 2 hours and 5 minutes', 7_500_000],
    ['12s', 12_000],
    ['Please wait before trying again', undefined],
    ['limit 4096 tokens, used 5 models', undefined],
  ])('%s', (text, expected) => expect(waitIn(text)).toBe(expected));
});
