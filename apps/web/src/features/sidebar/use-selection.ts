import { computed, shallowRef } from 'vue';

/** Several rows chosen at once. `anchor` is where a range with Shift begins. */
export function useSelection() {
  const isSelecting = shallowRef(false);
  const selectedIds = shallowRef<ReadonlySet<string>>(new Set());
  let anchor: string | null = null;

  function toggle(id: string): void {
    const ids = new Set(selectedIds.value);
    if (!ids.delete(id)) ids.add(id);
    selectedIds.value = ids;
    anchor = id;
  }

  return {
    isSelecting,
    selectedIds,
    selectedCount: computed(() => selectedIds.value.size),
    toggle,
    /** Adds everything between the last toggled row and this one, in the order shown. */
    extendTo(id: string, shownIds: readonly string[]): void {
      const [from, to] = [shownIds.indexOf(anchor ?? id), shownIds.indexOf(id)].toSorted((a, b) => a - b) as [
        number,
        number,
      ];
      if (from < 0) return toggle(id);
      selectedIds.value = new Set([...selectedIds.value, ...shownIds.slice(from, to + 1)]);
    },
    selectAll(ids: readonly string[]): void {
      selectedIds.value = new Set(ids);
    },
    start(id?: string): void {
      isSelecting.value = true;
      if (id) toggle(id);
    },
    stop(): void {
      isSelecting.value = false;
      selectedIds.value = new Set();
      anchor = null;
    },
  };
}

export type Selection = ReturnType<typeof useSelection>;
