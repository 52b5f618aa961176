import type { TypedDocumentNode } from '@apollo/client';
import { useTimeoutFn } from '@vueuse/core';
import { onScopeDispose, watch } from 'vue';
import { apolloClient } from './apollo-client.ts';
import { useConnection } from './connection.ts';
import { retryWaitMs } from './retry-wait.ts';

/** The protocol has no answer to a subscription, so the server gets a moment to start it, in milliseconds. */
const settleMs = 300;

/**
 * Follows a subscription until the scope ends, however often the server or the network ends it.
 * @param catchUp reads what may have happened unannounced.
 */
export function followFeed<Data>(
  query: TypedDocumentNode<Data, Record<string, never>>,
  next: (data: Data) => void,
  catchUp: () => void,
): void {
  let failures = 0;
  let subscription: { unsubscribe(): void } | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  const { start: catchUpSoon } = useTimeoutFn(catchUp, settleMs, { immediate: false });

  function subscribe(): void {
    subscription = apolloClient.subscribe({ query }).subscribe({
      next: ({ data }) => {
        failures = 0;
        if (data) next(data as Data);
      },
      // The socket heals itself; this is the server that refused or ended this one subscription.
      error: () => (retry = setTimeout(resubscribe, retryWaitMs(failures++))),
    });
  }

  function resubscribe(): void {
    subscribe();
    catchUpSoon();
  }

  subscribe();
  watch(useConnection().openedCount, catchUpSoon);
  onScopeDispose(() => {
    clearTimeout(retry);
    subscription?.unsubscribe();
  });
}
