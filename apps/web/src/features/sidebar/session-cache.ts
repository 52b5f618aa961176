import type { ApolloCache } from '@apollo/client/core';
import type { SessionFilter, SessionRowFragment, SessionsQuery } from '@parley/graphql';
import { sessionRowFragment, sessionsQuery } from './sessions.queries.ts';

/** The lists of the sidebar. A conversation is in exactly one of them. */
export const sessionLists = {
  pinned: { isArchived: false, isPinned: true },
  recent: { isArchived: false, isPinned: false },
  archived: { isArchived: true },
} as const satisfies Record<string, SessionFilter>;

export type SessionListName = keyof typeof sessionLists;

type Connection = SessionsQuery['sessions'];
type Edge = Connection['edges'][number];

function listOf(session: SessionRowFragment): SessionListName {
  if (session.isArchived) return 'archived';
  return session.isPinned ? 'pinned' : 'recent';
}

function updateList(
  cache: ApolloCache<unknown>,
  name: SessionListName,
  change: (edges: Edge[], connection: Connection) => Edge[],
): void {
  cache.updateQuery({ query: sessionsQuery, variables: { filter: sessionLists[name] } }, (data) => {
    if (!data) return undefined;
    const edges = change(data.sessions.edges, data.sessions);
    if (edges === data.sessions.edges) return undefined;
    const totalCount = data.sessions.totalCount + edges.length - data.sessions.edges.length;
    return { ...data, sessions: { ...data.sessions, edges, totalCount } };
  });
}

function without(edges: Edge[], id: string): Edge[] {
  return edges.some((edge) => edge.node.id === id) ? edges.filter((edge) => edge.node.id !== id) : edges;
}

/** Whether each edge is at least as recent as the next one. */
function isOrderedAt(edges: Edge[], index: number): boolean {
  const time = (at: number) => edges[at]?.node.lastActivityAt;
  const [before, self, after] = [time(index - 1), time(index)!, time(index + 1)];
  return (before === undefined || before >= self) && (after === undefined || after <= self);
}

function insert(edges: Edge[], node: SessionRowFragment, hasNextPage: boolean): Edge[] {
  const at = edges.findIndex((edge) => edge.node.lastActivityAt < node.lastActivityAt);
  // Older than all that is loaded: it comes with a later page.
  if (at === -1 && hasNextPage) return edges;
  return edges.toSpliced(at === -1 ? edges.length : at, 0, { __typename: 'ChatSessionEdge', cursor: '', node } as Edge);
}

/**
 * Puts a conversation that appeared or changed where it belongs. One that is already in its place stays
 * there: a new title or a run that starts moves nothing the reader looks at. A deleted one leaves.
 */
export function upsertSession(cache: ApolloCache<unknown>, session: SessionRowFragment): void {
  if (session.deletedAt !== null) return removeSession(cache, session.id);
  note({ kind: 'placed', id: session.id });
  const home = listOf(session);
  for (const name of Object.keys(sessionLists) as SessionListName[]) {
    updateList(cache, name, (edges, { pageInfo }) => {
      if (name !== home) return without(edges, session.id);
      const index = edges.findIndex((edge) => edge.node.id === session.id);
      if (index >= 0 && isOrderedAt(edges, index)) return edges;
      return insert(without(edges, session.id), session, pageInfo.hasNextPage);
    });
  }
}

/** What changed while the lists were being read: the answer may be older than it. */
interface Change {
  kind: 'placed' | 'removed';
  id: string;
}
const changes: Change[] = [];
let openReads = 0;

function note(change: Change): void {
  if (openReads > 0) changes.push(change);
}

/** Reads the lists again; what changes meanwhile is not undone by an answer that does not know of it yet. */
export async function rereadLists(cache: ApolloCache<unknown>, read: () => Promise<unknown>): Promise<void> {
  const start = changes.length;
  openReads += 1;
  try {
    await read();
  } finally {
    for (const { kind, id } of changes.slice(start)) {
      const session = cache.readFragment({ id: `ChatSession:${id}`, fragment: sessionRowFragment });
      if (kind === 'removed') removeSession(cache, id);
      else if (session) upsertSession(cache, session);
    }
    openReads -= 1;
    if (openReads === 0) changes.length = 0;
  }
}

/** Takes a deleted conversation out of the lists; it can be placed again. */
export function removeSession(cache: ApolloCache<unknown>, id: string): void {
  note({ kind: 'removed', id });
  for (const name of Object.keys(sessionLists) as SessionListName[]) {
    updateList(cache, name, (edges) => without(edges, id));
  }
}
