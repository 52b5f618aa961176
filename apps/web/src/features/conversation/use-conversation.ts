import { useQuery } from '@vue/apollo-composable';
import type { ConversationFieldsFragment, MessageFieldsFragment } from '@parley/graphql';
import { computed, shallowRef, toValue, watch, type MaybeRefOrGetter } from 'vue';
import { problemOf } from '../../graphql/errors.ts';
import { conversationQuery } from './conversation.queries.ts';

export type Conversation = ConversationFieldsFragment;
export type Message = MessageFieldsFragment;

/** Messages that are asked for at once. */
const windowSize = 50;

/** Whether a message is still being written. */
export function isBeingWritten(message: Pick<Message, 'status'>): boolean {
  return message.status === 'PENDING' || message.status === 'STREAMING';
}

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
  const session = computed(() => (toValue(sessionId) === null ? null : (result.value?.session ?? null)));
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

  // A run that was started elsewhere (another tab, another device) has messages that are not here yet.
  watch(
    () => session.value?.activeRun?.id,
    (runId) => {
      if (runId && !messages.value.some(({ run }) => run?.id === runId)) void reload();
    },
  );

  return {
    session,
    messages,
    isLoading: computed(() => loading.value && session.value === null),
    isMissing: computed(() => !loading.value && result.value?.session === null),
    problem: computed(() => (error.value && session.value === null ? problemOf(error.value) : null)),
    hasOlder: computed(() => session.value?.messages.pageInfo.hasPreviousPage ?? false),
    isLoadingOlder,
    olderProblem,
    loadOlder,
    reload,
  };
}
