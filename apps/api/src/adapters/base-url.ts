import { readAddress } from '../kernel/service-address.ts';

/**
 * The addresses an operator may have meant by a base URL, most likely first, without credentials, query, and a slash at
 * the end. People paste it with or without `/v1`, and with an endpoint's own path.
 * @param isVersioned the API is always under `/v1`; otherwise only a URL without any path is tried with it first.
 * @returns an empty list for what is not an http(s) URL.
 */
export function baseUrlCandidates(text: string, isVersioned = false): string[] {
  const address = readAddress(text);
  if (address === null) return [];
  const base = address.base.replace(/\/(?:chat\/completions|completions|messages|models|embeddings|responses)$/, '');
  if (isVersioned) return [base.endsWith('/v1') ? base : `${base}/v1`];
  return new URL(base).pathname === '/' ? [`${base}/v1`, base] : [base];
}
