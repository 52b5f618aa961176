/** Where a service is, read from the address an operator wrote. */
export interface ServiceAddress {
  /** Without credentials, query, and a slash at the end: `https://host:8080/path`. */
  base: string;
  /** What every request has behind its path: `?api-version=1`, or nothing. */
  search: string;
  /** The name and password of the address as a header's value: `Basic …`. */
  authorization: string | undefined;
}

/** @returns null for what is not an http(s) URL. */
export function readAddress(text: string): ServiceAddress | null {
  const url = URL.parse(text.trim());
  if (url === null || !['http:', 'https:'].includes(url.protocol)) return null;
  const { origin, pathname, search, username, password } = url;
  const credentials = `${decoded(username)}:${decoded(password)}`;
  return {
    base: `${origin}${pathname.replace(/\/+$/, '')}`,
    search: search === '?' ? '' : search,
    authorization: credentials === ':' ? undefined : `Basic ${Buffer.from(credentials).toString('base64')}`,
  };
}

/** The path with the query of the address behind its own. */
export function withSearch(path: string, search: string): string {
  return search === '' ? path : path.includes('?') ? `${path}&${search.slice(1)}` : `${path}${search}`;
}

/** Words of an address that no log may have: its password, and what its query calls a key. */
export function secretsOfAddress(text: string): string[] {
  const url = URL.parse(text);
  if (url === null) return [];
  const { username, password } = url;
  const named = [...url.searchParams].filter(([name]) => /key|token|secret|sig|code|pass|auth/i.test(name));
  const basic = readAddress(text)?.authorization?.slice('Basic '.length) ?? '';
  // A name without a password is a token, but at a database.
  const word = password || (basic && username);
  return [word, decoded(word), basic, ...named.map(([, value]) => value)].filter((secret) => secret !== '');
}

/** As it is where it is not percent-encoded. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
