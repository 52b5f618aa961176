import type { FieldPolicy, Reference } from '@apollo/client/core';
import { joinOlder, joinWindow } from '../features/conversation/branch-window.ts';

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
