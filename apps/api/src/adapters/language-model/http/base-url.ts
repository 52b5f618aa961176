/**
 * The addresses an operator may have meant by a base URL, most likely first, without a slash at the
 * end. People paste it with or without `/v1`, and with the endpoint's own path.
 * @param isVersioned the API is always under `/v1`; otherwise only a URL without any path is tried with it first.
 * @returns an empty list for what is not an http(s) URL.
 */
export function baseUrlCandidates(text: string, isVersioned = false): string[] {
  const url = URL.parse(text.trim());
  if (url === null || !['http:', 'https:'].includes(url.protocol)) return [];
  const path = url.pathname.replace(/\/(?:chat\/completions|messages|models)\/?$/, '').replace(/\/+$/, '');
  const base = `${url.origin}${path}`;
  if (isVersioned) return [path.endsWith('/v1') ? base : `${base}/v1`];
  return path === '' ? [`${base}/v1`, base] : [base];
}
