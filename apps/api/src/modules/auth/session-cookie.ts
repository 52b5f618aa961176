import { Cookie } from 'lucia';

/** How long a session lasts after it was last extended, in days. */
export const SESSION_DAYS = 30;

const MAX_AGE_SECONDS = SESSION_DAYS * 24 * 60 * 60;

/** Tokens as they are made here: 200 random bits in base 32. */
const TOKEN = /^[a-z2-7]{40}$/;

/**
 * The name of the session cookie. With TLS browsers only take a `__Host-` cookie from this very
 * host over TLS, so no neighbouring subdomain can plant one.
 */
const sessionCookieName = (isSecure: boolean): string => (isSecure ? '__Host-parley_session' : 'parley_session');

/** The `Set-Cookie` header that keeps a token in the browser, or removes it when `token` is null. */
export function serialiseSessionCookie(token: string | null, isSecure: boolean): string {
  return new Cookie(sessionCookieName(isSecure), token ?? '', {
    httpOnly: true,
    sameSite: 'lax',
    path: '/',
    secure: isSecure,
    maxAge: token === null ? 0 : MAX_AGE_SECONDS,
  }).serialize();
}

/** The token in a `Cookie` header; null when there is none that could be one. */
export function readSessionToken(header: string | undefined, isSecure: boolean): string | null {
  const prefix = `${sessionCookieName(isSecure)}=`;
  const pair = header?.split(';').find((each) => each.trim().startsWith(prefix));
  const token = pair?.trim().slice(prefix.length);
  return token !== undefined && isSessionToken(token) ? token : null;
}

export const isSessionToken = (text: string): boolean => TOKEN.test(text);
