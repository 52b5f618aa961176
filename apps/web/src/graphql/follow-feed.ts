import type { TypedDocumentNode } from '@apollo/client';
import { onScopeDispose, watch } from 'vue';
import { apolloClient } from './apollo-client.ts';
import { liveTransport } from './live-transport.ts';
import { retryDelayMs } from './retry-delay.ts';
import { useReconnect } from './use-reconnect.ts';

/**
 * Follows a subscription until the scope ends, however often the server or the network ends it. Where sockets do not
 * get through, it is not subscribed to, and `catchUp` is called every few seconds.
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
  const reconnectSoon = useReconnect(catchUp);

  function subscribe(): void {
    if (liveTransport.value !== 'socket') return;
    subscription = apolloClient.subscribe({ query }).subscribe({
      next: ({ data }) => {
        failures = 0;
        if (data) next(data as Data);
      },
      // The socket heals itself; this is the server that refused or ended this one subscription.
      error: () => (retry = setTimeout(resubscribe, retryDelayMs(failures++))),
    });
  }

  function unsubscribe(): void {
    clearTimeout(retry);
    subscription?.unsubscribe();
  }

  function resubscribe(): void {
    unsubscribe();
    subscribe();
    reconnectSoon();
  }

  subscribe();
  watch(liveTransport, resubscribe);
  onScopeDispose(unsubscribe);
}
