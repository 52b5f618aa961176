import type { FieldPolicy, Reference } from '@apollo/client/core';

interface BranchWindow {
  nodes: readonly Reference[];
  pageInfo: { hasPreviousPage: boolean; startCursor: string | null };
}

/**
 * How the cache keeps `ChatSession.messages`: one list for each conversation, that of the branch on the screen.
 * A window of the newest messages replaces its end; a page before a cursor is put in front.
 */
export const branchPolicy: FieldPolicy<BranchWindow> = {
  keyArgs: false,
  merge(known, incoming, { args, readField }) {
    if (known === undefined) return incoming;
    const idOf = (message: Reference) => readField('id', message);
    if (args?.['before']) return { ...incoming, nodes: joinOlder(known.nodes, incoming.nodes, idOf) };
    const nodes = joinWindow(known.nodes, incoming.nodes, idOf);
    const isWindowOnly = nodes.length === incoming.nodes.length;
    return { ...incoming, nodes, pageInfo: isWindowOnly ? incoming.pageInfo : known.pageInfo };
  },
};

/**
 * The messages of a branch after a window of its newest ones has arrived: older ones that are known stay
 * where they join it.
 */
export function joinWindow<T>(known: readonly T[], window: readonly T[], idOf: (message: T) => unknown): readonly T[] {
  const [first] = window;
  if (first === undefined) return window;
  const joint = known.findIndex((message) => idOf(message) === idOf(first));
  return joint > 0 ? [...known.slice(0, joint), ...window] : window;
}

/** The messages of a branch after those before the first known one have arrived. */
export function joinOlder<T>(known: readonly T[], older: readonly T[], idOf: (message: T) => unknown): readonly T[] {
  const ids = new Set(known.map(idOf));
  return [...older.filter((message) => !ids.has(idOf(message))), ...known];
}
