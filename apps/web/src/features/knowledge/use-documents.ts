import { useQuery } from '@vue/apollo-composable';
import type { DocumentFieldsFragment } from '@parley/graphql';
import { computed } from 'vue';
import { usePages } from '../../graphql/use-pages.ts';
import { documentsQuery, documentStorageQuery } from './documents.queries.ts';

export type Document = DocumentFieldsFragment;

/**
 * The viewer's documents, newest first, loaded page by page.
 * @param collectionId only those of this collection; null is all.
 */
export function useDocuments(collectionId: () => string | null = () => null) {
  const { nodes, ...list } = usePages(
    documentsQuery,
    () => ({ collectionId: collectionId() ?? undefined }),
    ({ documents }) => documents,
  );
  return { documents: nodes, ...list };
}

/** Room that the viewer's files take; null while it is not known. */
export function useDocumentStorage() {
  const { result } = useQuery(documentStorageQuery, undefined, { fetchPolicy: 'cache-and-network' });
  return computed(() => result.value?.documentStorage ?? null);
}
