import type { IncomingMessage } from 'node:http';

/**
 * True when a browser sent this from one of our own pages, or no browser sent it. Cookies are sent along by other
 * sites' pages too; their Origin gives them away. Where people use https, a page that came by http is not ours:
 * anybody on the way can have written it.
 * @param publicUrl the address people use, when a proxy hides it from us.
 */
export function isOwnOrigin(request: Pick<IncomingMessage, 'headers'>, publicUrl: string | undefined): boolean {
  const { origin, host, 'x-forwarded-proto': forwarded } = request.headers;
  if (origin === undefined) return true;
  const page = URL.parse(origin);
  if (!page) return false;
  const own = publicUrl === undefined ? null : new URL(publicUrl);
  const isPublic = own !== null && page.host === own.host;
  if (!isPublic && page.host !== host) return false;
  const isSafe = isPublic ? own.protocol === 'https:' : String(forwarded).split(',').at(-1)!.trim() === 'https';
  return page.protocol === 'https:' || (page.protocol === 'http:' && !isSafe);
}
