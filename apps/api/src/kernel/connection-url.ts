/** What an address of a database or of Redis must be, for messages: the address itself has a password. */
export const connectionUrlForm =
  'must be a URL like scheme://user:password@host:port/name, with special characters of the password percent-encoded (@ is %40, # is %23, % is %25)';

/** Whether a URL can be read with all its parts. A host may be left out before a path, as for a socket. */
export function isConnectionUrl(text: string): boolean {
  try {
    const { username, password, pathname } = new URL(text.replace('@/', '@localhost/'));
    for (const part of [username, password, pathname]) decodeURIComponent(part);
    return true;
  } catch {
    return false;
  }
}
