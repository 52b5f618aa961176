import { useQuery } from '@vue/apollo-composable';
import type { ConversationFieldsFragment } from '@parley/graphql';
import { computed, shallowRef, toValue, type MaybeRefOrGetter } from 'vue';
import { apolloClient } from '../../graphql/apollo-client.ts';
import { problemOf } from '../../graphql/errors.ts';
import type { Message } from '../messages/index.ts';
import { conversationQuery, conversationTotalsQuery } from './conversation.queries.ts';
import { showDeleted } from './exchange-cache.ts';

export type Conversation = ConversationFieldsFragment;

/** Messages that are asked for at once. */
const windowSize = 50;

/** A conversation and the messages of the branch on the screen, newest window first, older ones on demand. */
export function useConversation(sessionId: MaybeRefOrGetter<string | null>, leafId: MaybeRefOrGetter<string | null>) {
  const { result, loading, error, refetch, fetchMore } = useQuery(
    conversationQuery,
    () => ({ id: toValue(sessionId) ?? '', last: windowSize, leafId: toValue(leafId) }),
    () => ({
      enabled: toValue(sessionId) !== null,
      fetchPolicy: 'cache-and-network',
      nextFetchPolicy: 'cache-first',
    }),
  );
  const known = computed(() => (toValue(sessionId) === null ? null : (result.value?.session ?? null)));
  /** It was there, and somebody moved it to the trash. */
  const isDeleted = computed(() => known.value !== null && known.value.deletedAt !== null);
  const session = computed(() => (isDeleted.value ? null : known.value));
  const failure = computed(() => (error.value ? problemOf(error.value) : null));
  const messages = computed<readonly Message[]>(() => session.value?.messages?.nodes ?? []);
  const isLoadingOlder = shallowRef(false);
  const olderProblem = shallowRef<string | null>(null);

  async function loadOlder(): Promise<void> {
    const { hasPreviousPage, startCursor } = session.value?.messages.pageInfo ?? {};
    if (!hasPreviousPage || isLoadingOlder.value) return;
    isLoadingOlder.value = true;
    olderProblem.value = null;
    try {
      await fetchMore({ variables: { before: startCursor } });
    } catch (failure) {
      olderProblem.value = problemOf(failure).message;
    } finally {
      isLoadingOlder.value = false;
    }
  }

  async function reload(): Promise<void> {
    await refetch()?.catch(() => undefined);
  }

  /** Reads everything but the messages; when it is gone meanwhile, that is shown. */
  async function check(): Promise<void> {
    const id = toValue(sessionId);
    if (id === null) return;
    try {
      await apolloClient.query({ query: conversationTotalsQuery, variables: { id }, fetchPolicy: 'network-only' });
    } catch (problem) {
      if (problemOf(problem).code === 'NOT_FOUND') showDeleted(apolloClient.cache, id);
    }
  }

  /** Ids of the newest messages of the active branch, whatever branch is on the screen. */
  async function readActive(): Promise<readonly string[]> {
    const variables = { id: toValue(sessionId) ?? '', last: windowSize };
    // The cache keeps one branch of each conversation: that on the screen.
    const read = apolloClient.query({ query: conversationQuery, variables, fetchPolicy: 'no-cache' });
    const { data } = await read.catch(() => ({ data: null }));
    return data?.session?.messages.nodes.map(({ id }) => id) ?? [];
  }

  return {
    session,
    messages,
    isLoading: computed(() => loading.value && session.value === null),
    isMissing: computed(() => !loading.value && result.value?.session === null),
    isDeleted,
    failure,
    problem: computed(() => (session.value === null ? failure.value : null)),
    hasOlder: computed(() => session.value?.messages.pageInfo.hasPreviousPage ?? false),
    isLoadingOlder,
    olderProblem,
    loadOlder,
    reload,
    check,
    readActive,
  };
}
