import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { useAction } from '../../composables/use-action.ts';
import { apolloClient } from '../../graphql/apollo-client.ts';
import { collectionsQuery, createCollectionMutation } from './collections.queries.ts';
import { t } from './locales/en.ts';

/** The collection of files that nothing else was chosen for. The server knows it by its name. */
const standardName = 'Documents';
export const isStandardCollection = (name: string): boolean => name === standardName;

/** What a collection is called on the screen: “Documents” is a page as well. */
export function collectionLabel(name: string): string {
  return isStandardCollection(name) ? t('standardCollection') : name;
}

/** The viewer's collections by name, and a way to make one. */
export function useCollections() {
  const { result } = useQuery(collectionsQuery, undefined, { fetchPolicy: 'cache-and-network' });
  const { run } = useAction();

  /** Makes a collection; null when the server refused it, which is shown. */
  async function create(name: string): Promise<string | null> {
    const made = await run(t('collectionNotCreated'), () =>
      apolloClient.mutate({
        mutation: createCollectionMutation,
        variables: { input: { name } },
        refetchQueries: [collectionsQuery],
        awaitRefetchQueries: true,
      }),
    );
    return made?.data?.createCollection.id ?? null;
  }

  return {
    collections: computed(() => result.value?.collections ?? []),
    isKnown: computed(() => result.value !== undefined),
    create,
  };
}
