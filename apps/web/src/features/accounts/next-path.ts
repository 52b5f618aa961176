const home = '/';
const accountPages = ['/sign-in', '/sign-up'];

/**
 * The path to open after signing in: `next` when it is a path of this app, else the start page.
 * Addresses of other sites (also `//host`, `/\host` and control characters a browser drops) are refused.
 */
export function safeNextPath(next: unknown): string {
  if (typeof next !== 'string' || !next.startsWith('/')) return home;
  const base = 'http://parley.invalid';
  const url = URL.parse(next, base);
  if (url === null || url.origin !== base || next.includes('\\')) return home;
  const path = url.pathname.startsWith('//') ? home : url.pathname + url.search + url.hash;
  return accountPages.includes(url.pathname) ? home : path;
}
