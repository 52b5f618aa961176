import { useQuery } from '@vue/apollo-composable';
import type { DocumentFieldsFragment } from '@parley/graphql';
import { computed, shallowRef } from 'vue';
import { problemOf } from '../../graphql/errors.ts';
import { documentsQuery, documentStorageQuery } from './documents.queries.ts';

export type Document = DocumentFieldsFragment;

const pageSize = 30;

/**
 * The viewer's documents, newest first, loaded page by page.
 * @param collectionId only those of this collection; null is all.
 */
export function useDocuments(collectionId: () => string | null = () => null) {
  const { result, loading, error, refetch, fetchMore } = useQuery(
    documentsQuery,
    () => ({ first: pageSize, collectionId: collectionId() ?? undefined }),
    { fetchPolicy: 'cache-and-network', nextFetchPolicy: 'cache-first' },
  );
  const isLoadingMore = shallowRef(false);
  const moreProblem = shallowRef<string | null>(null);
  const connection = computed(() => result.value?.documents);

  async function loadMore(): Promise<void> {
    const page = connection.value?.pageInfo;
    if (!page?.hasNextPage || isLoadingMore.value) return;
    isLoadingMore.value = true;
    moreProblem.value = null;
    try {
      await fetchMore({ variables: { after: page.endCursor } });
    } catch (failure) {
      moreProblem.value = problemOf(failure).message;
    } finally {
      isLoadingMore.value = false;
    }
  }

  return {
    documents: computed(() => connection.value?.edges.map(({ node }) => node) ?? []),
    totalCount: computed(() => connection.value?.totalCount ?? 0),
    isLoading: computed(() => loading.value && !connection.value),
    hasMore: computed(() => connection.value?.pageInfo.hasNextPage ?? false),
    isLoadingMore,
    moreProblem,
    problem: computed(() => (error.value && !connection.value ? problemOf(error.value) : null)),
    loadMore,
    reload: () => void refetch()?.catch(() => undefined),
  };
}

/** Room that the viewer's files take; null while it is not known. */
export function useDocumentStorage() {
  const { result } = useQuery(documentStorageQuery, undefined, { fetchPolicy: 'cache-and-network' });
  return computed(() => result.value?.documentStorage ?? null);
}
