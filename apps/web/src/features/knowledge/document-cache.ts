import type { ApolloCache, Reference } from '@apollo/client/core';
import type { DocumentFieldsFragment } from '@parley/graphql';
import { documentFields } from './documents.queries.ts';

interface Edge {
  __typename: 'DocumentEdge';
  cursor: string;
  node: Reference;
}

/** A list of documents as the cache keeps it. */
interface List {
  edges: Edge[];
  totalCount: number;
  pageInfo: { hasNextPage: boolean };
}

type Placed = Pick<DocumentFieldsFragment, 'id' | 'createdAt'>;
type CreatedAt = (edge: Edge) => string;

const refOf = (id: string): string => `Document:${id}`;

/** Of which collection and conversation the documents of a list are; undefined is all. */
function filterOf(storeFieldName: string): { collectionId?: string; sessionId?: string } {
  const key = storeFieldName.slice('documents:'.length);
  return key ? (JSON.parse(key) as ReturnType<typeof filterOf>) : {};
}

const changed = (list: List, edges: Edge[]): List => ({
  ...list,
  edges,
  totalCount: list.totalCount + edges.length - list.edges.length,
});

function without(list: List, id: string): List {
  const edges = list.edges.filter(({ node }) => node.__ref !== refOf(id));
  return edges.length === list.edges.length ? list : changed(list, edges);
}

function withDocument(list: List, { id, createdAt }: Placed, createdAtOf: CreatedAt): List {
  if (list.edges.some(({ node }) => node.__ref === refOf(id))) return list;
  const older = list.edges.findIndex((edge) => createdAtOf(edge) < createdAt);
  // One that is older than what is loaded comes with its page.
  if (older === -1 && list.pageInfo.hasNextPage) return list;
  const edge: Edge = { __typename: 'DocumentEdge', cursor: '', node: { __ref: refOf(id) } };
  return changed(list, list.edges.toSpliced(older === -1 ? list.edges.length : older, 0, edge));
}

function updateLists(
  cache: ApolloCache<unknown>,
  change: (list: List, filter: ReturnType<typeof filterOf>, createdAtOf: CreatedAt) => List,
): void {
  cache.modify<{ documents: List }>({
    fields: {
      documents: (list, { storeFieldName, readField }) => {
        const createdAtOf: CreatedAt = ({ node }) => readField<string>('createdAt', node) ?? '';
        return change(list as List, filterOf(storeFieldName), createdAtOf);
      },
    },
  });
}

/** Puts a document that appeared, changed, moved or was deleted into the lists it belongs to; the newest is on top. */
export function upsertDocument(cache: ApolloCache<unknown>, document: DocumentFieldsFragment): void {
  if (document.isDeleted) return removeDocument(cache, document.id);
  cache.writeFragment({
    fragment: documentFields,
    fragmentName: 'DocumentFields',
    id: refOf(document.id),
    data: document,
  });
  updateLists(cache, (list, { collectionId, sessionId }, createdAtOf) => {
    const isThere =
      (collectionId ?? document.collection.id) === document.collection.id &&
      (sessionId ?? document.session?.id) === document.session?.id;
    return isThere ? withDocument(list, document, createdAtOf) : without(list, document.id);
  });
}

/** Takes a document off the lists; what else shows it learns that it is gone. */
export function removeDocument(cache: ApolloCache<unknown>, id: string): void {
  updateLists(cache, (list) => without(list, id));
  cache.modify<{ isDeleted: boolean }>({ id: refOf(id), fields: { isDeleted: () => true } });
}
