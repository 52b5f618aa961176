import { apolloClient } from '../../graphql/apollo-client.ts';
import { documentStorageQuery } from './documents.queries.ts';

let limit: number | null = null;

/** The largest file the server takes, in bytes; null while that is not known. */
export const knownFileLimit = (): number | null => limit;

/** Asks for the limit, once; without an answer the server judges each file itself. */
export async function learnFileLimit(): Promise<void> {
  if (limit !== null) return;
  const answer = await apolloClient.query({ query: documentStorageQuery }).catch(() => null);
  limit = answer?.data.documentStorage.maxFileBytes ?? null;
}
