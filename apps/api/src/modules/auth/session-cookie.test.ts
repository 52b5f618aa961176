import { describe, expect, it } from 'vitest';
import { readSessionToken, serialiseSessionCookie } from './session-cookie.ts';

const token = 'abcdefghij234567'.repeat(3).slice(0, 40);

describe('serialiseSessionCookie', () => {
  it('keeps the token from scripts and other sites for 30 days', () => {
    expect(serialiseSessionCookie(token, false)).toBe(
      `parley_session=${token}; HttpOnly; Max-Age=2592000; Path=/; SameSite=Lax`,
    );
  });

  it('is bound to this host and TLS where there is TLS', () => {
    expect(serialiseSessionCookie(token, true)).toBe(
      `__Host-parley_session=${token}; HttpOnly; Max-Age=2592000; Path=/; SameSite=Lax; Secure`,
    );
  });

  it('removes the cookie', () => {
    expect(serialiseSessionCookie(null, true)).toBe(
      '__Host-parley_session=; HttpOnly; Max-Age=0; Path=/; SameSite=Lax; Secure',
    );
  });
});

describe('readSessionToken', () => {
  it('finds it among other cookies', () => {
    expect(readSessionToken(`theme=dark; parley_session=${token};x=%zz`, false)).toBe(token);
    expect(readSessionToken(`__Host-parley_session=${token}`, true)).toBe(token);
  });

  it('takes no cookie without the prefix where there is TLS', () => {
    expect(readSessionToken(`parley_session=${token}`, true)).toBeNull();
  });

  it.each([
    undefined,
    '',
    ';;;',
    'parley_session',
    'parley_session=',
    `xparley_session=${token}`,
    `parley_session=${token}x`,
    `parley_session=${token.toUpperCase()}`,
    `parley_session=%zz`,
    `parley_session=${'a'.repeat(100_000)}`,
  ])('is null for %j', (header) => {
    expect(readSessionToken(header, false)).toBeNull();
  });
});
