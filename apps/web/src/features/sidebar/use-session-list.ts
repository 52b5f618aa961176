import { toValue, type MaybeRefOrGetter } from 'vue';
import { usePages } from '../../graphql/use-pages.ts';
import { sessionLists, type SessionListName } from './session-cache.ts';
import { sessionsQuery } from './sessions.queries.ts';

/** One list of conversations, loaded page by page. */
export function useSessionList(name: MaybeRefOrGetter<SessionListName>) {
  const { nodes, ...list } = usePages(
    sessionsQuery,
    () => ({ filter: sessionLists[toValue(name)] }),
    ({ sessions }) => sessions,
  );
  return { sessions: nodes, ...list };
}
