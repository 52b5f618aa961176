import type { SessionRowFragment, SessionsQuery } from '@parley/graphql';
import { shallowRef, onScopeDispose } from 'vue';
import { apolloClient } from '../../graphql/apollo-client.ts';
import { sessionsQuery } from '../sidebar/index.ts';

const pageSize = 100;
const mostTitles = 2_000;

/** Titles to search in, archived ones too: the newest first, loaded page by page while the palette is open. */
export function useFoundSessions() {
  const sessions = shallowRef<SessionRowFragment[]>([]);
  const isLoading = shallowRef(true);
  let isLeft = false;

  async function load(): Promise<void> {
    let after: string | null = null;
    do {
      const page: { data: SessionsQuery } = await apolloClient.query({
        query: sessionsQuery,
        variables: { first: pageSize, after, filter: {} },
        fetchPolicy: 'no-cache',
      });
      const { edges, pageInfo } = page.data.sessions;
      sessions.value = [...sessions.value, ...edges.map(({ node }) => node)];
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    } while (after !== null && !isLeft && sessions.value.length < mostTitles);
  }

  void load()
    // The commands work without titles, and the sidebar shows what is wrong.
    .catch(() => undefined)
    .finally(() => (isLoading.value = false));
  onScopeDispose(() => (isLeft = true));

  return { sessions, isLoading };
}
