import { onScopeDispose, watch, type Ref } from 'vue';
import { useRouter, type RouteLocation } from 'vue-router';
import { useTouch } from './use-touch.ts';

/** What an entry of the history that stands for an open panel has in its state. */
const mark = 'panel';
let lastId = 0;

const placeOf = ({ path, query, hash }: RouteLocation) => ({ path, query, hash });

/**
 * On a touch device Back closes a panel that lies over the page, instead of leaving the page: while the panel is open,
 * the history has an entry for it. When the panel is closed otherwise the entry goes; a link in the panel takes its place.
 */
export function useBackToClose(isOpen: Ref<boolean>): void {
  const router = useRouter();
  const isTouch = useTouch();
  let ownId: number | null = null;
  let isLeaving = false;

  const isOnTop = (id: number | null) =>
    id !== null && (history.state as Record<string, unknown> | null)?.[mark] === id;

  function enter(): void {
    ownId = ++lastId;
    void router.push({ ...placeOf(router.currentRoute.value), force: true, state: { [mark]: ownId } });
  }

  function leave(): void {
    const id = ownId;
    // The link that closed the panel begins to navigate first.
    setTimeout(() => {
      if (isOnTop(id) && !isLeaving) router.back();
      if (ownId === id) ownId = null;
    });
  }

  watch(
    isOpen,
    (opened) => {
      if (opened && isTouch.value) enter();
      else if (!opened && ownId !== null) leave();
    },
    { immediate: true },
  );

  const removeGuard = router.beforeEach((to, from) => {
    if (isLeaving || !isOnTop(ownId) || to.path === from.path) return true;
    isLeaving = true;
    return { ...placeOf(to), replace: true, state: { [mark]: null } };
  });
  const removeHook = router.afterEach(() => {
    isLeaving = false;
    if (ownId === null || isOnTop(ownId)) return;
    ownId = null;
    isOpen.value = false;
  });
  onScopeDispose(() => {
    removeGuard();
    removeHook();
  });
}
