import { useLocalStorage, useMediaQuery } from '@vueuse/core';
import { computed, shallowRef } from 'vue';

const isWide = useMediaQuery('(min-width: 1024px)');
const isCollapsed = useLocalStorage('parley:sidebar-collapsed', false);
const isDrawerOpen = shallowRef(false);

/** The sidebar: beside the page on wide screens, a drawer over it on narrow ones. */
export function useSidebar() {
  return {
    isWide,
    isDrawerOpen,
    isDocked: computed(() => isWide.value && !isCollapsed.value),
    toggleSidebar(): void {
      if (isWide.value) isCollapsed.value = !isCollapsed.value;
      else isDrawerOpen.value = !isDrawerOpen.value;
    },
  };
}
