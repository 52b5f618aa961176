import type { ApolloCache } from '@apollo/client/core';
import type { DocumentFieldsFragment } from '@parley/graphql';
import { liveList } from '../../graphql/live-list.ts';
import { documentFields } from './documents.queries.ts';

const { upsert, remove, reread } = liveList<DocumentFieldsFragment, { collectionId: string; sessionId: string }>({
  field: 'documents',
  typeName: 'Document',
  fragment: documentFields,
  fragmentName: 'DocumentFields',
  orderBy: 'createdAt',
  isDeleted: ({ isDeleted }) => isDeleted,
  belongs: ({ collection, session }, { collectionId, sessionId }) =>
    collection.id === (collectionId ?? collection.id) && session?.id === (sessionId ?? session?.id),
});

export { reread as rereadDocuments };

/** Puts a document that appeared, changed, moved or was deleted into the lists it belongs to. */
export function upsertDocument(cache: ApolloCache<unknown>, document: DocumentFieldsFragment): void {
  if (document.isDeleted) removeDocument(cache, document.id);
  else upsert(cache, document);
}

/** Takes a document off the lists; what else shows it learns that it is gone. */
export function removeDocument(cache: ApolloCache<unknown>, id: string): void {
  remove(cache, id);
  cache.modify<{ isDeleted: boolean }>({ id: `Document:${id}`, fields: { isDeleted: () => true } });
}
