import { useToast } from '@nuxt/ui/composables/useToast';
import { useAction } from '../../composables/use-action.ts';
import { apolloClient } from '../../graphql/apollo-client.ts';
import { failureOf, type Problem } from '../../graphql/errors.ts';
import {
  collectionSizesQuery,
  collectionsQuery,
  deleteCollectionMutation,
  updateCollectionMutation,
} from './collections.queries.ts';
import { documentsQuery, documentStorageQuery } from './documents.queries.ts';
import type { SelectedCollection } from './use-selected-collection.ts';
import { t } from './locales/en.ts';

/** What can be done with a collection. */
export function useCollectionActions() {
  const toast = useToast();
  const { run } = useAction();

  return {
    /** Gives it another name; what the server has against it is returned. */
    rename({ id }: SelectedCollection, name: string): Promise<Problem | null> {
      const variables = { input: { id, name } };
      // The list is ordered by name.
      const refetchQueries = [collectionsQuery];
      return failureOf(apolloClient.mutate({ mutation: updateCollectionMutation, variables, refetchQueries }));
    },

    /** How many documents it has now; null when that cannot be known, which is shown. */
    countDocuments({ id }: SelectedCollection): Promise<number | null> {
      return run(t('sizesFailed'), async () => {
        const { data } = await apolloClient.query({ query: collectionSizesQuery, fetchPolicy: 'network-only' });
        return data.collections.find((collection) => collection.id === id)?.documentCount ?? 0;
      });
    },

    /** Deletes it with its documents; a failure is shown. */
    async remove({ id, name }: SelectedCollection, count: number): Promise<void> {
      await run(t('collectionNotDeleted'), async () => {
        await apolloClient.mutate({ mutation: deleteCollectionMutation, variables: { id } });
        const title = count === 0 ? t('deletedNamed', { name }) : t('deletedWith', { name, count });
        toast.add({ title, icon: 'i-lucide-trash-2', color: 'neutral' });
      });
      // Also after a failure, which may have come half-way.
      await apolloClient
        .refetchQueries({ include: [collectionsQuery, documentsQuery, documentStorageQuery] })
        .catch(() => undefined);
    },
  };
}
