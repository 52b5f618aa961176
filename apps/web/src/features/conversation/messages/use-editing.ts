import { useResizeObserver } from '@vueuse/core';
import { nextTick, shallowRef, watch, type ComputedRef, type Ref } from 'vue';
import { loadEdit, saveEdit } from '../../composer/index.ts';
import type { Message } from '../../messages/index.ts';

interface EditingOptions {
  viewerId: () => string;
  messages: ComputedRef<readonly Message[]>;
  isBusy: Readonly<Ref<boolean>>;
  view: Readonly<Ref<HTMLElement | null>>;
  /** Brings a message into the view; null when it is not on the page. */
  reveal: (messageId: string) => Promise<HTMLElement | null>;
  focusComposer: () => void;
}

/** Which message is being edited: its editor is brought into view, and the focus goes back to where it came from. */
export function useEditing({ viewerId, messages, isBusy, view, reveal, focusComposer }: EditingOptions) {
  const editingId = shallowRef<string | null>(null);
  /** The focus goes to the composer afterwards, not to the message. */
  let returnsToComposer = false;
  let isRestored = false;
  let restoredId: string | null = null;

  function editLast(): void {
    const last = messages.value.findLast(({ role }) => role === 'USER');
    if (isBusy.value || !last) return;
    returnsToComposer = true;
    editingId.value = last.id;
  }

  watch(editingId, async (id) => {
    if (id !== null && id === restoredId) return;
    restoredId = null;
    await nextTick();
    if (id === null) {
      if (returnsToComposer) focusComposer();
      returnsToComposer = false;
      return;
    }
    const area = (await reveal(id))?.querySelector('textarea');
    area?.focus({ preventScroll: true });
    area?.setSelectionRange(area.value.length, area.value.length);
  });

  // What was being edited when the page was left goes on, without taking the focus or moving the page.
  watch(
    messages,
    (shown) => {
      if (isRestored || shown.length === 0 || viewerId() === '') return;
      isRestored = true;
      const left = shown.findLast(({ id, role }) => role === 'USER' && loadEdit(viewerId(), id) !== null);
      if (left) editingId.value = restoredId = left.id;
    },
    { immediate: true },
  );

  // A keyboard that comes up on the screen must not cover what is being edited.
  useResizeObserver(view, () => {
    if (editingId.value !== null && document.activeElement?.closest(`[data-message="${editingId.value}"]`))
      void reveal(editingId.value);
  });

  return {
    editingId,
    editLast,
    /** An edited message was sent: it is replaced, and the next thing to write is below. */
    onSent: (messageId: string) => {
      saveEdit(viewerId(), messageId, null);
      returnsToComposer = true;
      editingId.value = null;
    },
  };
}
