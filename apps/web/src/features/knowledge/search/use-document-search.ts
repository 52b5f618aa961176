import type { DocumentSearchQuery } from '@parley/graphql';
import { computed, shallowRef, watch } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { apolloClient } from '../../../graphql/apollo-client.ts';
import { problemOf, type Problem } from '../../../graphql/errors.ts';
import { onRecovery } from '../../../graphql/recovery.ts';
import { documentSearchQuery } from './document-search.queries.ts';
import { addressOf, emptySearch, formOf, readSearch, type SearchForm, type SearchProblems } from './search-request.ts';

export type DocumentHit = DocumentSearchQuery['searchDocuments'][number];

const fields = new Set<string>(Object.keys(emptySearch));

/** A search over the viewer's documents, as the address says: a reload or a link shows the same. */
export function useDocumentSearch() {
  const route = useRoute();
  const router = useRouter();
  const hits = shallowRef<readonly DocumentHit[] | null>(null);
  const isSearching = shallowRef(false);
  const failure = shallowRef<Problem | null>(null);
  const problems = shallowRef<SearchProblems>({});
  const asked = computed(() => formOf(route.query));
  let turn = 0;

  async function search(): Promise<void> {
    const current = ++turn;
    const request = readSearch(asked.value);
    failure.value = null;
    problems.value = 'problems' in request && asked.value.query !== '' ? request.problems : {};
    if ('problems' in request) {
      hits.value = null;
      isSearching.value = false;
      return;
    }
    isSearching.value = true;
    try {
      const variables = { input: request.input };
      const { data } = await apolloClient.query({ query: documentSearchQuery, variables, fetchPolicy: 'no-cache' });
      if (current === turn) hits.value = data.searchDocuments;
    } catch (error) {
      if (current === turn) show(problemOf(error));
    } finally {
      if (current === turn) isSearching.value = false;
    }
  }

  /** Beside its field where it is about one. */
  function show(problem: Problem): void {
    hits.value = null;
    if (problem.field && fields.has(problem.field)) problems.value = { [problem.field]: problem.message };
    else failure.value = problem;
  }

  /** Searches for what was typed; wrong fields are told, and nothing is asked. */
  async function submit(form: SearchForm): Promise<void> {
    const request = readSearch(form);
    if ('problems' in request) {
      problems.value = request.problems;
      return;
    }
    const query = addressOf({ ...form, query: form.query.trim() });
    const isSame = JSON.stringify(query) === JSON.stringify(addressOf(asked.value));
    if (isSame) await search();
    else await router.push({ query });
  }

  watch(() => route.query, search, { immediate: true });
  onRecovery(() => failure.value?.code === 'OFFLINE' && search());

  return { asked, hits, isSearching, failure, problems, submit, search };
}
