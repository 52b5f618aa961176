import { watchDebounced } from '@vueuse/core';
import { computed, shallowRef, watch } from 'vue';
import type { TablePage } from './viewer-data.ts';
import type { TableQuery, TableSource } from './table-rules.ts';
import type { ViewerClient } from './viewer-client.ts';

export const rowsPerPage = 100;
const pauseMs = 200;

/** A table of the data: its page, filter and order. Only the latest answer counts. */
export function useTable(client: () => ViewerClient, source: () => TableSource) {
  const filter = shallowRef('');
  const query = shallowRef<TableQuery>({ filter: '', sortBy: null, isDescending: false });
  const page = shallowRef(1);
  const shown = shallowRef<TablePage | null>(null);
  const problem = shallowRef<string | null>(null);
  let turn = 0;

  async function read(): Promise<void> {
    const current = ++turn;
    try {
      const offset = (page.value - 1) * rowsPerPage;
      const answer = await client().call('table', source().path, query.value, offset, rowsPerPage);
      if (current !== turn) return;
      shown.value = answer;
      problem.value = null;
    } catch (error) {
      if (current === turn) problem.value = (error as Error).message;
    }
  }

  watch([query, page], read);
  watch(
    source,
    () => {
      filter.value = '';
      query.value = { filter: '', sortBy: null, isDescending: false };
      page.value = 1;
      void read();
    },
    { immediate: true },
  );
  watchDebounced(
    filter,
    (text) => {
      if (text === query.value.filter) return;
      page.value = 1;
      query.value = { ...query.value, filter: text };
    },
    { debounce: pauseMs },
  );

  /** Up, then down, then as it stands in the data. */
  function sort(column: string): void {
    const { sortBy, isDescending } = query.value;
    const isSame = sortBy === column;
    page.value = 1;
    query.value = {
      ...query.value,
      sortBy: isSame && isDescending ? null : column,
      isDescending: isSame && !isDescending,
    };
  }

  return { filter, page, shown, problem, sort, order: computed(() => query.value) };
}
