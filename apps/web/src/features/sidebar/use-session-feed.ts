import { onScopeDispose, watch } from 'vue';
import { useRoute } from 'vue-router';
import { apolloClient } from '../../graphql/apollo-client.ts';
import { useConnection } from '../../graphql/connection.ts';
import { retryWaitMs } from '../../graphql/retry-wait.ts';
import { placeSession } from './session-cache.ts';
import { sessionChangedSubscription, sessionsQuery } from './sessions.queries.ts';
import { useUnseenSessions } from './unseen-sessions.ts';

/** Keeps the lists of conversations live while the shell is shown, also across reconnects. */
export function useSessionFeed(): void {
  const route = useRoute();
  const { openedCount } = useConnection();
  const { markSeen, markUnseen } = useUnseenSessions();
  const runningIds = new Set<string>();
  let failures = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let subscription: { unsubscribe(): void } | undefined;

  function noteRun(id: string, isRunning: boolean): void {
    if (isRunning) runningIds.add(id);
    else if (runningIds.delete(id) && (route.params['sessionId'] !== id || document.hidden)) markUnseen(id);
  }

  function subscribe(): void {
    subscription = apolloClient.subscribe({ query: sessionChangedSubscription }).subscribe({
      next: ({ data }) => {
        if (!data) return;
        failures = 0;
        noteRun(data.sessionChanged.id, data.sessionChanged.activeRun !== null);
        placeSession(apolloClient.cache, data.sessionChanged);
      },
      // The socket heals itself; this is the server that refused or ended this one subscription.
      error: () => {
        retry = setTimeout(subscribe, retryWaitMs(failures++));
      },
    });
  }

  const seeCurrent = () => {
    if (!document.hidden && route.params['sessionId']) markSeen(route.params['sessionId'] as string);
  };
  watch(() => route.params['sessionId'], seeCurrent, { immediate: true });
  document.addEventListener('visibilitychange', seeCurrent);

  // What happened while the socket was away was not announced.
  watch(openedCount, (count, before) => {
    if (before > 0 && count > before) void apolloClient.refetchQueries({ include: [sessionsQuery] });
  });

  subscribe();
  onScopeDispose(() => {
    clearTimeout(retry);
    subscription?.unsubscribe();
    document.removeEventListener('visibilitychange', seeCurrent);
  });
}
