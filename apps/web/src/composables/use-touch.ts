import { useMediaQuery } from '@vueuse/core';

/** Whether a finger is all there is to point with: then the keyboard is one on the screen. */
export function useTouch() {
  return useMediaQuery('(hover: none) and (pointer: coarse)');
}
