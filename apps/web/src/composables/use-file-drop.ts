import { useEventListener } from '@vueuse/core';
import { shallowRef, type MaybeRefOrGetter } from 'vue';

/** Lets files be dropped on an element. Other things that are dragged, such as text, are left alone. */
export function useFileDrop(target: MaybeRefOrGetter<HTMLElement | null>, onFiles: (files: File[]) => void) {
  const isOver = shallowRef(false);
  // Entering a child leaves its parent: only the sum tells whether the pointer is inside.
  let depth = 0;
  const holdsFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes('Files') === true;

  function leave(): void {
    depth = 0;
    isOver.value = false;
  }

  useEventListener(target, 'dragenter', (event: DragEvent) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    depth += 1;
    isOver.value = true;
  });
  useEventListener(target, 'dragover', (event: DragEvent) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    event.dataTransfer!.dropEffect = 'copy';
  });
  useEventListener(target, 'dragleave', (event: DragEvent) => {
    if (!holdsFiles(event)) return;
    depth -= 1;
    if (depth <= 0) leave();
  });
  useEventListener(target, 'drop', (event: DragEvent) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    leave();
    onFiles([...event.dataTransfer!.files]);
  });

  return { isOver };
}
