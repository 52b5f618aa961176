import { useIntervalFn } from '@vueuse/core';
import { apolloClient } from '../../graphql/apollo-client.ts';
import { documentQuery } from './documents.queries.ts';
import type { Document } from './use-documents.ts';

const checkEveryMs = 5_000;

/** Reads a document again now and then while the server works on it: word of its end may be lost, or overtaken. */
export function useDocumentPolling(shown: () => Pick<Document, 'id' | 'status'> | null): void {
  useIntervalFn(() => {
    const document = shown();
    if (document?.status !== 'PENDING' && document?.status !== 'PROCESSING') return;
    const variables = { id: document.id };
    // A failure is shown by what shows the document, or mended by the next time.
    apolloClient.query({ query: documentQuery, variables, fetchPolicy: 'network-only' }).catch(() => undefined);
  }, checkEveryMs);
}
