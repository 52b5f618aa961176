import { useEventListener } from '@vueuse/core';
import { useRouter } from 'vue-router';
import { shortcutOf } from './shortcuts.ts';
import { useOverlays } from '../../composables/use-overlays.ts';
import { useSidebar } from '../../composables/use-sidebar.ts';

/** Listens for the shortcuts of the app while the shell is shown. They work while typing as well. */
export function useShortcuts(): void {
  const router = useRouter();
  const { toggleSidebar } = useSidebar();
  const { isPaletteOpen, areShortcutsOpen } = useOverlays();
  const actions = {
    palette: () => (isPaletteOpen.value = !isPaletteOpen.value),
    'new-chat': () => void router.push('/'),
    sidebar: toggleSidebar,
    shortcuts: () => (areShortcutsOpen.value = !areShortcutsOpen.value),
  };
  useEventListener(document, 'keydown', (event) => {
    const id = shortcutOf(event);
    if (!id) return;
    event.preventDefault();
    actions[id]();
  });
}
