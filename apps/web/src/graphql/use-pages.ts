import type { OperationVariables, TypedDocumentNode } from '@apollo/client/core';
import { useQuery } from '@vue/apollo-composable';
import { computed, shallowRef } from 'vue';
import { problemOf } from './errors.ts';

const pageSize = 30;

interface Connection<Node> {
  edges: readonly { node: Node }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  totalCount: number;
}

/** A list that is loaded page by page. */
export function usePages<Data, Variables extends OperationVariables, Node>(
  query: TypedDocumentNode<Data, Variables>,
  variables: () => Omit<Variables, 'first' | 'after'>,
  connectionOf: (data: Data) => Connection<Node>,
) {
  const { result, loading, error, refetch, fetchMore } = useQuery(
    query,
    () => ({ first: pageSize, ...variables() }) as unknown as Variables,
    {
      fetchPolicy: 'cache-and-network',
      nextFetchPolicy: 'cache-first',
    },
  );
  const connection = computed(() => (result.value ? connectionOf(result.value as Data) : undefined));
  const isLoadingMore = shallowRef(false);
  const moreProblem = shallowRef<string | null>(null);

  async function loadMore(): Promise<void> {
    const page = connection.value?.pageInfo;
    if (!page?.hasNextPage || isLoadingMore.value) return;
    isLoadingMore.value = true;
    moreProblem.value = null;
    try {
      await fetchMore({ variables: { after: page.endCursor } as unknown as Variables });
    } catch (failure) {
      moreProblem.value = problemOf(failure).message;
    } finally {
      isLoadingMore.value = false;
    }
  }

  return {
    nodes: computed(() => connection.value?.edges.map(({ node }) => node) ?? []),
    totalCount: computed(() => connection.value?.totalCount ?? 0),
    isLoading: computed(() => loading.value && !connection.value),
    hasMore: computed(() => connection.value?.pageInfo.hasNextPage ?? false),
    isLoadingMore,
    /** Why the last page was not loaded; it is asked for again by `loadMore`. */
    moreProblem,
    problem: computed(() => (error.value && !connection.value ? problemOf(error.value) : null)),
    loadMore,
    reload: () => void refetch()?.catch(() => undefined),
  };
}
