import { watchDebounced } from '@vueuse/core';
import type { FoundMessagesQuery } from '@parley/graphql';
import { shallowRef, type Ref } from 'vue';
import { apolloClient } from '../../graphql/apollo-client.ts';
import { onRecovery } from '../../graphql/recovery.ts';
import { foundMessagesQuery } from './found-messages.queries.ts';

export type FoundMessage = FoundMessagesQuery['searchMessages']['nodes'][number];

const pauseMs = 180;
const mostShown = 12;
/** The API takes queries up to here. */
const longestQuery = 1_000;

/** Messages that fit what is typed: asked for after a pause, and only the latest answer counts. */
export function useFoundMessages(typed: Ref<string>) {
  const messages = shallowRef<readonly FoundMessage[]>([]);
  const isSearching = shallowRef(false);
  const hasFailed = shallowRef(false);
  let latest = 0;

  async function search(query: string, turn: number): Promise<void> {
    const variables = { query, first: mostShown };
    try {
      const { data } = await apolloClient.query({ query: foundMessagesQuery, variables, fetchPolicy: 'no-cache' });
      if (turn === latest) messages.value = data.searchMessages.nodes;
    } catch {
      if (turn !== latest) return;
      messages.value = [];
      hasFailed.value = true;
    } finally {
      if (turn === latest) isSearching.value = false;
    }
  }

  function find(text: string): void {
    const query = text.trim().slice(0, longestQuery);
    const turn = ++latest;
    hasFailed.value = false;
    isSearching.value = /[\p{L}\p{N}]/u.test(query);
    if (isSearching.value) void search(query, turn);
    else messages.value = [];
  }

  watchDebounced(typed, find, { debounce: pauseMs });
  onRecovery(() => hasFailed.value && find(typed.value));

  return { messages, isSearching, hasFailed };
}
