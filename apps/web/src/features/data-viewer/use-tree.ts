import { computed, shallowRef } from 'vue';
import type { TreeNode } from './tree-rules.ts';
import type { ViewerClient } from './viewer-client.ts';

/** A line of the tree: a value, or a way to the values that follow. */
export type TreeLine =
  | { kind: 'node'; id: string; node: TreeNode; isExpanded: boolean }
  | { kind: 'more'; id: string; parent: TreeNode; shown: number };

const perStep = 200;
const idOf = (node: TreeNode) => JSON.stringify(node.path);

/** The tree of the data: what a value holds is asked for when it is opened, a few hundred at a time. */
export function useTree(client: () => ViewerClient, root: TreeNode) {
  const children = shallowRef<ReadonlyMap<string, readonly TreeNode[]>>(new Map());
  const problem = shallowRef<string | null>(null);

  async function loadMore(parent: TreeNode): Promise<void> {
    const id = idOf(parent);
    const known = children.value.get(id) ?? [];
    try {
      // A copy: what the list hands back is watched by Vue, and that cannot be sent.
      const found = await client().call('children', [...parent.path], known.length, perStep);
      children.value = new Map(children.value).set(id, [...known, ...found]);
    } catch (error) {
      problem.value = (error as Error).message;
    }
  }

  function toggle(node: TreeNode): void {
    const id = idOf(node);
    if (!children.value.has(id)) return void loadMore(node);
    const next = new Map(children.value);
    next.delete(id);
    children.value = next;
  }

  const lines = computed(() => {
    const all: TreeLine[] = [];
    const waiting: TreeLine[] = [];
    const push = (node: TreeNode) =>
      waiting.push({ kind: 'node', id: idOf(node), node, isExpanded: children.value.has(idOf(node)) });
    push(root);
    // Without recursion: what is shown may be nested without end.
    for (let line = waiting.pop(); line; line = waiting.pop()) {
      all.push(line);
      if (line.kind === 'more' || !line.isExpanded) continue;
      const found = children.value.get(line.id)!;
      if (found.length < line.node.childCount)
        waiting.push({ kind: 'more', id: `${line.id}+`, parent: line.node, shown: found.length });
      for (const child of found.toReversed()) push(child);
    }
    return all;
  });

  void loadMore(root);
  return { lines, problem, toggle, loadMore };
}
