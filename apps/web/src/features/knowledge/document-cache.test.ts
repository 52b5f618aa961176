import type { DocumentFieldsFragment } from '@parley/graphql';
import { expect, it } from 'vitest';
import { createCache } from '../../graphql/cache.ts';
import { upsertDocument, removeDocument } from './document-cache.ts';
import { documentsQuery } from './documents.queries.ts';

/** The cache goes by the names of types, which the types of answers leave out. */
const typed = (name: string) => ({ __typename: name });

const document = (id: string, day: number, collectionId = 'manuals'): DocumentFieldsFragment => ({
  ...typed('Document'),
  id,
  fileName: `${id}.txt`,
  mediaType: 'text/plain',
  sizeBytes: 1,
  status: 'READY',
  progress: 1,
  errorCode: null,
  errorMessage: null,
  chunkCount: 1,
  isActive: true,
  isDeleted: false,
  createdAt: `2026-11-${String(day).padStart(2, '0')}T00:00:00.000Z`,
  metadata: {},
  collection: { id: collectionId, name: collectionId },
  session: null,
});

/** A store with the list of all documents and those of two collections. */
function filled(documents: DocumentFieldsFragment[], hasNextPage = false) {
  const cache = createCache();
  for (const collectionId of [undefined, 'manuals', 'letters']) {
    const own = documents.filter(({ collection }) => collectionId === undefined || collection.id === collectionId);
    cache.writeQuery({
      query: documentsQuery,
      variables: { first: 30, collectionId },
      data: {
        documents: {
          ...typed('DocumentConnection'),
          edges: own.map((node) => ({ ...typed('DocumentEdge'), cursor: node.id, node })),
          pageInfo: { hasNextPage, endCursor: own.at(-1)?.id ?? null },
          totalCount: own.length,
        },
      },
    });
  }
  const ids = (collectionId?: string) => {
    const list = cache.readQuery({ query: documentsQuery, variables: { first: 30, collectionId } })!.documents;
    expect(list.totalCount).toBe(list.edges.length);
    return list.edges.map(({ node }) => node.id);
  };
  return { cache, ids };
}

it('puts a new document on top of all and of its collection, once', () => {
  const { cache, ids } = filled([document('a', 1)]);
  upsertDocument(cache, document('b', 2));
  upsertDocument(cache, document('b', 2));
  expect([ids(), ids('manuals'), ids('letters')]).toEqual([['b', 'a'], ['b', 'a'], []]);
});

it('moves a document to the list of its new collection, in its place', () => {
  const { cache, ids } = filled([document('c', 3, 'letters'), document('b', 2), document('a', 1, 'letters')]);
  upsertDocument(cache, document('b', 2, 'letters'));
  expect([ids(), ids('manuals'), ids('letters')]).toEqual([['c', 'b', 'a'], [], ['c', 'b', 'a']]);
});

it('leaves one that is older than what is loaded to its page', () => {
  const { cache, ids } = filled([document('c', 3), document('b', 2)], true);
  upsertDocument(cache, document('a', 1));
  expect(ids()).toEqual(['c', 'b']);
});

it('takes a deleted one off every list', () => {
  const { cache, ids } = filled([document('b', 2), document('a', 1)]);
  removeDocument(cache, 'b');
  upsertDocument(cache, { ...document('a', 1), isDeleted: true });
  expect([ids(), ids('manuals')]).toEqual([[], []]);
});
