import { useEventListener } from '@vueuse/core';
import type { Ref } from 'vue';

/** Esc stops the answer, unless it closes something that is open on top of the page. */
export function useStopKey(isBusy: Readonly<Ref<boolean>>, stop: () => Promise<void>): void {
  useEventListener(document, 'keydown', (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing || !isBusy.value) return;
    if (document.querySelector('[role="dialog"], [role="menu"], [role="listbox"]')) return;
    event.preventDefault();
    void stop();
  });
}
