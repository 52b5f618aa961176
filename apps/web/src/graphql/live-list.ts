import type { ApolloCache, Reference } from '@apollo/client/core';
import type { DocumentNode } from 'graphql';

interface Edge {
  __typename: string;
  cursor: string;
  node: Reference;
}

/** A list as the cache keeps it, of however many pages. */
interface List {
  edges: Edge[];
  totalCount: number;
  pageInfo: { hasNextPage: boolean };
}

interface LiveListOptions<Item, Filter> {
  /** The field of `Query` whose lists these are, one for each filter. */
  field: string;
  typeName: string;
  fragment: DocumentNode;
  fragmentName: string;
  /** The greatest is on top. */
  orderBy: keyof Item & string;
  isDeleted: (item: Item) => boolean;
  belongs: (item: Item, filter: Partial<Filter>) => boolean;
}

interface Change {
  kind: 'upserted' | 'removed';
  id: string;
}

/** Keeps paginated lists in the cache up to date with items that appear, change, move or are deleted. */
export function liveList<Item extends { id: string }, Filter>(options: LiveListOptions<Item, Filter>) {
  const { field, typeName, fragment, fragmentName, orderBy, isDeleted, belongs } = options;
  /** What changed while the lists were being read: the answer may be older than it. */
  const changes: Change[] = [];
  let openReads = 0;

  const idOf = (id: string): string => `${typeName}:${id}`;

  function note(change: Change): void {
    if (openReads > 0) changes.push(change);
  }

  function updateLists(
    cache: ApolloCache<unknown>,
    id: string,
    place: (
      others: Edge[],
      index: number,
      list: List,
      filter: Partial<Filter>,
      rankOf: (edge: Edge) => string,
    ) => Edge[],
  ): void {
    cache.modify<Record<string, List>>({
      fields: {
        [field]: (known, { storeFieldName, readField }) => {
          const list = known as List;
          // The arguments that tell lists apart stand behind the name: `documents:{"collectionId":"1"}`.
          const args = storeFieldName.slice(field.length + 1);
          const filter = (args ? JSON.parse(args) : {}) as { filter?: Partial<Filter> } & Partial<Filter>;
          const index = list.edges.findIndex(({ node }) => node.__ref === idOf(id));
          const others = index === -1 ? list.edges : list.edges.toSpliced(index, 1);
          const rankOf = ({ node }: Edge) => readField<string>(orderBy, node) ?? '';
          const edges = place(others, index, list, filter.filter ?? filter, rankOf);
          return edges === list.edges
            ? list
            : { ...list, edges, totalCount: list.totalCount + edges.length - list.edges.length };
        },
      },
    });
  }

  /**
   * Puts an item that appeared or changed where it belongs. One that is already in its place stays there: what else
   * changes about it moves nothing the reader looks at. A deleted one leaves.
   */
  function upsert(cache: ApolloCache<unknown>, item: Item): void {
    const { id } = item;
    if (isDeleted(item)) return remove(cache, id);
    note({ kind: 'upserted', id });
    cache.writeFragment<unknown>({ fragment, fragmentName, id: idOf(id), data: item });
    const rank = item[orderBy] as string;
    updateLists(cache, id, (others, index, list, filter, rankOf) => {
      if (!belongs(item, filter)) return others;
      const [before, after] = [others[index - 1], others[index]];
      const isInPlace = (!before || rankOf(before) >= rank) && (!after || rankOf(after) <= rank);
      if (index !== -1 && isInPlace) return list.edges;
      const older = others.findIndex((edge) => rankOf(edge) < rank);
      // Older than all that is loaded: it comes with a later page.
      if (older === -1 && list.pageInfo.hasNextPage) return others;
      const edge: Edge = { __typename: `${typeName}Edge`, cursor: '', node: { __ref: idOf(id) } };
      return others.toSpliced(older === -1 ? others.length : older, 0, edge);
    });
  }

  /** Takes a deleted item out of the lists; it can be placed again. */
  function remove(cache: ApolloCache<unknown>, id: string): void {
    note({ kind: 'removed', id });
    updateLists(cache, id, (others) => others);
  }

  /** Reads the lists again; what changes meanwhile is not undone by an answer that does not know of it yet. */
  async function reread(cache: ApolloCache<unknown>, read: () => Promise<unknown>): Promise<void> {
    const start = changes.length;
    openReads += 1;
    try {
      await read();
    } finally {
      for (const { kind, id } of changes.slice(start)) {
        const item = cache.readFragment<unknown>({ id: idOf(id), fragment, fragmentName });
        if (kind === 'removed') remove(cache, id);
        else if (item) upsert(cache, item as Item);
      }
      openReads -= 1;
      if (openReads === 0) changes.length = 0;
    }
  }

  return { upsert, remove, reread };
}
