import type { ApolloCache } from '@apollo/client/core';
import type { DocumentFieldsFragment, DocumentsQuery } from '@parley/graphql';
import { documentFields, documentsQuery } from './documents.queries.ts';

type Edge = DocumentsQuery['documents']['edges'][number];

function updateList(cache: ApolloCache<unknown>, change: (edges: Edge[]) => Edge[]): void {
  cache.updateQuery({ query: documentsQuery }, (data) => {
    if (!data) return undefined;
    const edges = change(data.documents.edges);
    if (edges === data.documents.edges) return undefined;
    const totalCount = data.documents.totalCount + edges.length - data.documents.edges.length;
    return { ...data, documents: { ...data.documents, edges, totalCount } };
  });
}

/** Puts a document that appeared, changed or was deleted into the list; a new one on top. */
export function placeDocument(cache: ApolloCache<unknown>, document: DocumentFieldsFragment): void {
  if (document.isDeleted) return removeDocument(cache, document.id);
  cache.writeFragment({
    fragment: documentFields,
    fragmentName: 'DocumentFields',
    id: `Document:${document.id}`,
    data: document,
  });
  updateList(cache, (edges) => {
    const [newest] = edges;
    if (edges.some(({ node }) => node.id === document.id)) return edges;
    // An older one that is not loaded yet comes with its page.
    if (newest && newest.node.createdAt > document.createdAt) return edges;
    return [{ __typename: 'DocumentEdge', cursor: '', node: document } as Edge, ...edges];
  });
}

/** Takes a document off the list; what else shows it learns that it is gone. */
export function removeDocument(cache: ApolloCache<unknown>, id: string): void {
  updateList(cache, (edges) =>
    edges.some(({ node }) => node.id === id) ? edges.filter(({ node }) => node.id !== id) : edges,
  );
  cache.modify<{ isDeleted: boolean }>({ id: `Document:${id}`, fields: { isDeleted: () => true } });
}
