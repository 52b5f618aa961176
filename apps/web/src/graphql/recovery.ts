import type { ApolloClient } from '@apollo/client/core';
import { watch } from 'vue';
import { useReachability } from './reachability.ts';

/** Whatever could not be loaded while the server was out of reach is loaded by itself when it is back. */
export function refetchFailedQueries(client: ApolloClient<unknown>): void {
  watch(useReachability().recoveredCount, () => {
    for (const query of client.getObservableQueries().values()) {
      // A failure is shown by what shows the query.
      if (query.getLastError()?.networkError) query.refetch().catch(() => undefined);
    }
  });
}

/** Calls back when the server is within reach again; for what is read other than by a query that is watched. */
export function onRecovery(callback: () => unknown): void {
  watch(useReachability().recoveredCount, () => void callback());
}
