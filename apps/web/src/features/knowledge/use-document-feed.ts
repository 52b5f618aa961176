import { createSharedComposable, useDebounceFn } from '@vueuse/core';
import { apolloClient } from '../../graphql/apollo-client.ts';
import { followFeed } from '../../graphql/follow-feed.ts';
import { rereadDocuments, upsertDocument } from './document-cache.ts';
import { documentChangedSubscription } from './documents.queries.ts';

/** How long to wait for more changes before sums are read again, in milliseconds. */
const settleMs = 300;

/** Reads again what is shown of these queries. */
async function readAgain(names: readonly string[]): Promise<void> {
  const shown = new Set([...apolloClient.getObservableQueries().values()].map(({ queryName }) => queryName));
  // A failure is shown by the list itself.
  await apolloClient.refetchQueries({ include: names.filter((name) => shown.has(name)) }).catch(() => undefined);
}

function followDocuments(): void {
  const known = new Set<string>();
  // The first document of a person makes a collection.
  const readSums = useDebounceFn(() => readAgain(['DocumentStorage', 'Collections']), settleMs);
  followFeed(
    documentChangedSubscription,
    ({ documentChanged }) => {
      const { id, isDeleted } = documentChanged;
      upsertDocument(apolloClient.cache, documentChanged);
      if (isDeleted || !known.has(id)) void readSums();
      known.add(id);
    },
    () => void rereadDocuments(apolloClient.cache, () => readAgain(['Documents', 'DocumentStorage', 'Collections'])),
  );
}

/** Keeps every document that is shown up to date, as long as something on the page shows one. */
export const useDocumentFeed = createSharedComposable(followDocuments);
