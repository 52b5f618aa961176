import { useDocumentVisibility } from '@vueuse/core';
import { computed, onScopeDispose, watch } from 'vue';
import { useRoute } from 'vue-router';
import { apolloClient } from '../../graphql/apollo-client.ts';
import { useConnection } from '../../graphql/connection.ts';
import { retryWaitMs } from '../../graphql/retry-wait.ts';
import { createRunEndings } from './run-endings.ts';
import { placeSession, rereadLists } from './session-cache.ts';
import { sessionChangedSubscription, sessionsQuery } from './sessions.queries.ts';
import { useUnseenSessions } from './unseen-sessions.ts';
import { useSessionList } from './use-session-list.ts';

const settleMs = 300;

/** Puts every change of a conversation, from whatever tab or device, into the lists. */
function followChanges(): void {
  let failures = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let subscription: { unsubscribe(): void } | undefined;

  function subscribe(): void {
    subscription = apolloClient.subscribe({ query: sessionChangedSubscription }).subscribe({
      next: ({ data }) => {
        failures = 0;
        if (data) placeSession(apolloClient.cache, data.sessionChanged);
      },
      // The socket heals itself; this is the server that refused or ended this one subscription.
      error: () => {
        retry = setTimeout(subscribe, retryWaitMs(failures++));
      },
    });
  }

  subscribe();
  onScopeDispose(() => {
    clearTimeout(retry);
    subscription?.unsubscribe();
  });
}

/** What happened while there was no socket was not announced: the lists are read again. */
function catchUpAfterReconnect(): void {
  const { openedCount } = useConnection();
  let reading: ReturnType<typeof setTimeout> | undefined;
  // The protocol has no answer to a subscription, so the server gets a moment to start it before the lists are read.
  watch(openedCount, () => {
    clearTimeout(reading);
    reading = setTimeout(() => {
      const read = () => apolloClient.refetchQueries({ include: [sessionsQuery] });
      // A failure is shown by the list itself.
      rereadLists(apolloClient.cache, read).catch(() => undefined);
    }, settleMs);
  });
  onScopeDispose(() => clearTimeout(reading));
}

/** Marks a conversation when its answer ends while it is not on the screen, until it is. */
function markUnseenEndings(): void {
  const route = useRoute();
  const visibility = useDocumentVisibility();
  const { markSeen, markUnseen } = useUnseenSessions();
  const seenId = computed(() =>
    visibility.value === 'visible' ? (route.params['sessionId'] as string | undefined) : undefined,
  );
  const lists = [useSessionList('recent'), useSessionList('pinned')];
  const endings = createRunEndings();

  watch(
    () => lists.flatMap(({ sessions }) => sessions.value),
    (sessions) => endings(sessions).forEach((id) => id !== seenId.value && markUnseen(id)),
  );
  watch(seenId, (id) => id && markSeen(id), { immediate: true });
}

/** Keeps the lists of conversations live while the shell is shown. */
export function useSessionFeed(): void {
  followChanges();
  catchUpAfterReconnect();
  markUnseenEndings();
}
