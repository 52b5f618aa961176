import { shallowRef } from 'vue';

const isPaletteOpen = shallowRef(false);
const areShortcutsOpen = shallowRef(false);

/** The overlays that can be opened from anywhere. */
export function useOverlays() {
  return { isPaletteOpen, areShortcutsOpen };
}
