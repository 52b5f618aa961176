import { computed, watchEffect } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { useCollections } from './use-collections.ts';

/** The collection whose documents are shown; it is in the address, so that a reload and the way back keep it. */
export function useSelectedCollection() {
  const route = useRoute();
  const router = useRouter();
  const { collections, isKnown } = useCollections();

  const id = computed<string | null>({
    get: () => (typeof route.query['collection'] === 'string' ? route.query['collection'] : null),
    set: (collection) => void router.replace({ path: route.path, query: collection === null ? {} : { collection } }),
  });
  const collection = computed(() => collections.value.find((candidate) => candidate.id === id.value) ?? null);

  // It was deleted, here or elsewhere.
  watchEffect(() => {
    if (id.value !== null && isKnown.value && collection.value === null) id.value = null;
  });

  return { id, collection };
}

export type SelectedCollection = NonNullable<ReturnType<typeof useSelectedCollection>['collection']['value']>;
