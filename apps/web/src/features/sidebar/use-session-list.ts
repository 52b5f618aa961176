import { useQuery } from '@vue/apollo-composable';
import { computed, shallowRef, toValue, type MaybeRefOrGetter } from 'vue';
import { problemOf } from '../../graphql/errors.ts';
import { sessionLists, type SessionListName } from './session-cache.ts';
import { sessionsQuery } from './sessions.queries.ts';

const pageSize = 30;

/** One list of conversations, loaded page by page. */
export function useSessionList(name: MaybeRefOrGetter<SessionListName>) {
  const { result, loading, error, refetch, fetchMore } = useQuery(
    sessionsQuery,
    () => ({ first: pageSize, filter: sessionLists[toValue(name)] }),
    { fetchPolicy: 'cache-and-network', nextFetchPolicy: 'cache-first' },
  );
  const isLoadingMore = shallowRef(false);
  const connection = computed(() => result.value?.sessions);

  async function loadMore(): Promise<void> {
    const page = connection.value?.pageInfo;
    if (!page?.hasNextPage || isLoadingMore.value) return;
    isLoadingMore.value = true;
    try {
      await fetchMore({ variables: { after: page.endCursor } });
    } catch {
      // The page is asked for again at the next scroll; the banner tells of a lost connection.
    } finally {
      isLoadingMore.value = false;
    }
  }

  return {
    sessions: computed(() => connection.value?.edges.map((edge) => edge.node) ?? []),
    isLoading: computed(() => loading.value && !connection.value),
    isLoadingMore,
    hasMore: computed(() => connection.value?.pageInfo.hasNextPage ?? false),
    problem: computed(() => (error.value && !connection.value ? problemOf(error.value) : null)),
    loadMore,
    reload: () => void refetch(),
  };
}
