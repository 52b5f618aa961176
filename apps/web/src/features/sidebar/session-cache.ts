import type { SessionFilter, SessionRowFragment } from '@parley/graphql';
import { liveList } from '../../graphql/live-list.ts';
import { sessionRowFragment } from './sessions.queries.ts';

/** The lists of the sidebar. A conversation is in exactly one of them. */
export const sessionLists = {
  pinned: { isArchived: false, isPinned: true },
  recent: { isArchived: false, isPinned: false },
  archived: { isArchived: true },
} as const satisfies Record<string, SessionFilter>;

export type SessionListName = keyof typeof sessionLists;

export const {
  upsert: upsertSession,
  remove: removeSession,
  reread: rereadSessions,
} = liveList<SessionRowFragment, { isArchived: boolean; isPinned: boolean }>({
  field: 'sessions',
  typeName: 'ChatSession',
  fragment: sessionRowFragment,
  fragmentName: 'SessionRow',
  orderBy: 'lastActivityAt',
  isDeleted: ({ deletedAt }) => deletedAt !== null,
  belongs: (session, { isArchived = session.isArchived, isPinned = session.isPinned }) =>
    session.isArchived === isArchived && session.isPinned === isPinned,
});
