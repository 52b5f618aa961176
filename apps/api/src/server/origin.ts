import type { IncomingMessage } from 'node:http';

/**
 * True when a browser sent this from one of our own pages, or no browser sent it. Cookies are sent along by other
 * sites' pages too; their Origin gives them away.
 * @param publicUrl the address people use, when a proxy hides it from us.
 */
export function isOwnOrigin(request: Pick<IncomingMessage, 'headers'>, publicUrl: string | undefined): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined) return true;
  if (publicUrl && origin === new URL(publicUrl).origin) return true;
  try {
    return new URL(origin).host === host;
  } catch {
    return false;
  }
}
