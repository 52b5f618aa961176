import { useDocumentVisibility } from '@vueuse/core';
import { computed, watch } from 'vue';
import { useRoute } from 'vue-router';
import { apolloClient } from '../../graphql/apollo-client.ts';
import { followFeed } from '../../graphql/follow-feed.ts';
import { createRunEndDetector } from './run-end-detector.ts';
import { upsertSession, rereadSessions } from './session-cache.ts';
import { sessionChangedSubscription, sessionsQuery } from './sessions.queries.ts';
import { useUnseenSessions } from './use-unseen-sessions.ts';
import { useSessionList } from './use-session-list.ts';

/** Puts every change of a conversation, from whatever tab or device, into the lists. */
function followChanges(): void {
  const { cache } = apolloClient;
  followFeed(
    sessionChangedSubscription,
    ({ sessionChanged }) => upsertSession(cache, sessionChanged),
    // A failure is shown by the list itself.
    () =>
      void rereadSessions(cache, () => apolloClient.refetchQueries({ include: [sessionsQuery] })).catch(
        () => undefined,
      ),
  );
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
  const endings = createRunEndDetector();

  watch(
    () => lists.flatMap(({ sessions }) => sessions.value),
    (sessions) => endings(sessions).forEach((id) => id !== seenId.value && markUnseen(id)),
  );
  watch(seenId, (id) => id && markSeen(id), { immediate: true });
}

/** Keeps the lists of conversations live while the shell is shown. */
export function useSessionFeed(): void {
  followChanges();
  markUnseenEndings();
}
