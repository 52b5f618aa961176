import type { InMemoryCache } from '@apollo/client/core';
import type { SessionRowFragment } from '@parley/graphql';
import { beforeEach, expect, test } from 'vitest';
import { createCache } from '../../graphql/cache.ts';
import { upsertSession, removeSession, rereadSessions, type SessionListName, sessionLists } from './session-cache.ts';
import { sessionsQuery } from './sessions.queries.ts';

let cache: InMemoryCache;

function session(id: string, day: number, changes: Partial<SessionRowFragment> = {}): SessionRowFragment {
  const lastActivityAt = new Date(Date.UTC(2026, 0, day)).toISOString();
  const row = {
    id,
    title: id,
    isPinned: false,
    isArchived: false,
    deletedAt: null,
    lastActivityAt,
    activeRun: null,
    ...changes,
  };
  return { __typename: 'ChatSession', ...row } as SessionRowFragment;
}

function fill(name: SessionListName, nodes: SessionRowFragment[], hasNextPage = false): void {
  const edges = nodes.map((node) => ({ __typename: 'ChatSessionEdge', cursor: node.id, node }));
  const pageInfo = { __typename: 'PageInfo', hasNextPage, hasPreviousPage: false, startCursor: null, endCursor: null };
  const sessions = { __typename: 'ChatSessionConnection', edges, pageInfo, totalCount: nodes.length };
  cache.writeQuery({ query: sessionsQuery, variables: { filter: sessionLists[name] }, data: { sessions } });
}

function ids(name: SessionListName): string[] | undefined {
  const data = cache.readQuery({ query: sessionsQuery, variables: { filter: sessionLists[name] } });
  return data?.sessions.edges.map((edge) => edge.node.id);
}

beforeEach(() => {
  cache = createCache();
  fill('recent', [session('c', 5), session('b', 3), session('a', 1)]);
  fill('pinned', []);
});

test('a new conversation goes to its place by date', () => {
  upsertSession(cache, session('new', 9));
  upsertSession(cache, session('mid', 4));
  expect(ids('recent')).toEqual(['new', 'c', 'mid', 'b', 'a']);
});

test('the same news twice adds nothing', () => {
  upsertSession(cache, session('new', 9));
  upsertSession(cache, session('new', 9));
  expect(ids('recent')).toEqual(['new', 'c', 'b', 'a']);
});

test('a change of title does not reorder the list', () => {
  upsertSession(cache, session('a', 1, { title: 'Renamed' }));
  expect(ids('recent')).toEqual(['c', 'b', 'a']);
});

test('a new message moves its conversation to the top', () => {
  const changed = session('a', 8);
  cache.writeQuery({
    query: sessionsQuery,
    variables: { filter: { modelId: 'x' } },
    data: { sessions: connectionOf(changed) },
  });
  upsertSession(cache, changed);
  expect(ids('recent')).toEqual(['a', 'c', 'b']);
});

test('pinning moves between the lists; a list that was never loaded is left alone', () => {
  upsertSession(cache, session('b', 3, { isPinned: true }));
  expect(ids('recent')).toEqual(['c', 'a']);
  expect(ids('pinned')).toEqual(['b']);
  upsertSession(cache, session('b', 3, { isArchived: true }));
  expect(ids('pinned')).toEqual([]);
  expect(ids('archived')).toBeUndefined();
});

test('what is older than the loaded pages waits for its page', () => {
  fill('recent', [session('c', 3)], true);
  upsertSession(cache, session('old', 1));
  expect(ids('recent')).toEqual(['c']);
});

test('a removed conversation is gone, and comes back to its place', () => {
  removeSession(cache, 'b');
  expect(ids('recent')).toEqual(['c', 'a']);
  upsertSession(cache, session('b', 3));
  expect(ids('recent')).toEqual(['c', 'b', 'a']);
});

test('a conversation deleted in another tab leaves', () => {
  upsertSession(cache, session('b', 3, { deletedAt: '2026-02-01T00:00:00.000Z' }));
  expect(ids('recent')).toEqual(['c', 'a']);
});

test('an answer that was read before a change does not undo it', async () => {
  await rereadSessions(cache, async () => {
    upsertSession(cache, session('new', 9));
    removeSession(cache, 'b');
    fill('recent', [session('c', 5), session('b', 3), session('a', 1)]);
  });
  expect(ids('recent')).toEqual(['new', 'c', 'a']);
});

function connectionOf(node: SessionRowFragment) {
  const pageInfo = {
    __typename: 'PageInfo',
    hasNextPage: false,
    hasPreviousPage: false,
    startCursor: null,
    endCursor: null,
  };
  const edges = [{ __typename: 'ChatSessionEdge', cursor: '', node }];
  return { __typename: 'ChatSessionConnection', edges, pageInfo, totalCount: 1 };
}
