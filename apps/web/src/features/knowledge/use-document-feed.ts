import { createSharedComposable, useDebounceFn } from '@vueuse/core';
import { onScopeDispose, watch } from 'vue';
import { apolloClient } from '../../graphql/apollo-client.ts';
import { useConnection } from '../../graphql/connection.ts';
import { retryWaitMs } from '../../graphql/retry-wait.ts';
import { placeDocument } from './document-cache.ts';
import { documentChangedSubscription } from './documents.queries.ts';

const settleMs = 300;

/** Reads again what is shown of these queries. */
async function readAgain(names: readonly string[]): Promise<void> {
  const shown = new Set([...apolloClient.getObservableQueries().values()].map(({ queryName }) => queryName));
  // A failure is shown by the list itself.
  await apolloClient.refetchQueries({ include: names.filter((name) => shown.has(name)) }).catch(() => undefined);
}

function followDocuments(): void {
  let failures = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let subscription: { unsubscribe(): void } | undefined;
  const known = new Set<string>();
  // The first document of a person makes a collection.
  const readSums = useDebounceFn(() => readAgain(['DocumentStorage', 'Collections']), settleMs);

  function subscribe(): void {
    subscription = apolloClient.subscribe({ query: documentChangedSubscription }).subscribe({
      next: ({ data }) => {
        failures = 0;
        if (!data) return;
        const { id, isDeleted } = data.documentChanged;
        placeDocument(apolloClient.cache, data.documentChanged);
        if (isDeleted || !known.has(id)) void readSums();
        known.add(id);
      },
      // The socket heals itself; this is the server that refused or ended this one subscription.
      error: () => {
        retry = setTimeout(subscribe, retryWaitMs(failures++));
      },
    });
  }

  subscribe();
  // What happened while there was no socket was not announced.
  const catchUp = useDebounceFn(() => readAgain(['Documents', 'DocumentStorage', 'Collections']), settleMs);
  watch(useConnection().openedCount, () => void catchUp());
  onScopeDispose(() => {
    clearTimeout(retry);
    subscription?.unsubscribe();
  });
}

/** Keeps every document that is shown up to date, as long as something on the page shows one. */
export const useDocumentFeed = createSharedComposable(followDocuments);
