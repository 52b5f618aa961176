import type { PassageFieldsFragment, PassagesQuery } from '@parley/graphql';
import { computed, shallowRef, watch } from 'vue';
import { apolloClient } from '../../graphql/apollo-client.ts';
import { problemOf, type Problem } from '../../graphql/errors.ts';
import { onRecovery } from '../../graphql/recovery.ts';
import { passagesQuery } from './passages.queries.ts';

const around = 3;
const pageSize = 20;

/** The passages of a document around one of them, with more on demand in both directions. */
export function usePassages(documentId: () => string, ordinal: () => number | null) {
  const document = shallowRef<PassagesQuery['document']>(null);
  const passages = shallowRef<readonly PassageFieldsFragment[]>([]);
  const isLoading = shallowRef(true);
  const problem = shallowRef<Problem | null>(null);
  let turn = 0;

  async function read(from: number, first: number): Promise<readonly PassageFieldsFragment[] | null> {
    const current = turn;
    isLoading.value = true;
    problem.value = null;
    try {
      const variables = { id: documentId(), from, first };
      const { data } = await apolloClient.query({ query: passagesQuery, variables, fetchPolicy: 'no-cache' });
      if (current !== turn) return null;
      document.value = data.document;
      return data.document?.chunks.nodes ?? [];
    } catch (error) {
      if (current === turn) problem.value = problemOf(error);
      return null;
    } finally {
      if (current === turn) isLoading.value = false;
    }
  }

  async function open(): Promise<void> {
    turn += 1;
    passages.value = [];
    document.value = null;
    const from = Math.max(0, (ordinal() ?? 0) - around);
    passages.value = (await read(from, pageSize)) ?? passages.value;
  }

  async function loadEarlier(): Promise<void> {
    const start = passages.value[0]?.ordinal ?? 0;
    const from = Math.max(0, start - pageSize);
    const found = await read(from, start - from);
    if (found) passages.value = [...found, ...passages.value];
  }

  async function loadLater(): Promise<void> {
    const found = await read((passages.value.at(-1)?.ordinal ?? -1) + 1, pageSize);
    if (found) passages.value = [...passages.value, ...found];
  }

  watch([documentId, ordinal], open, { immediate: true });
  onRecovery(() => problem.value && passages.value.length === 0 && open());

  return {
    document,
    passages,
    isLoading,
    problem,
    hasEarlier: computed(() => (passages.value[0]?.ordinal ?? 0) > 0),
    hasLater: computed(() => (passages.value.at(-1)?.ordinal ?? 0) + 1 < (document.value?.chunks.totalCount ?? 0)),
    open,
    loadEarlier,
    loadLater,
  };
}
