import { useQuery } from '@vue/apollo-composable';
import type { ModelsQuery } from '@parley/graphql';
import { computed } from 'vue';
import { problemOf } from '../../graphql/errors.ts';
import { builtInName, isBuiltIn } from './built-in.ts';
import { modelsQuery } from './models.queries.ts';

export type Model = ModelsQuery['models'][number];

/** Every model the server knows, whether or not it can be used now, by the names people read. */
export function useModels() {
  const { result, loading, error, refetch } = useQuery(modelsQuery, null, {
    fetchPolicy: 'cache-and-network',
    nextFetchPolicy: 'cache-first',
  });
  return {
    models: computed<readonly Model[]>(() =>
      (result.value?.models ?? []).map((model) => (isBuiltIn(model) ? { ...model, name: builtInName() } : model)),
    ),
    isLoading: computed(() => loading.value && !result.value),
    problem: computed(() => (error.value && !result.value ? problemOf(error.value) : null)),
    reload: () => void refetch(),
  };
}
