import { onScopeDispose, shallowRef, watch, type Ref } from 'vue';
import type { Draft } from './drafts.ts';

interface QueueOptions {
  isBusy: Readonly<Ref<boolean>>;
  /** Whether the last answer came to its end or was stopped on purpose: then the next question may go. */
  mayGoOn: () => boolean;
  send: (draft: Draft) => void;
  /** Called with what is still waiting when the conversation is left. */
  onLeft: (waiting: readonly Draft[]) => void;
}

/** Questions typed while an answer is being written: each is sent when the one before it is answered. */
export function useQueue({ isBusy, mayGoOn, send, onLeft }: QueueOptions) {
  const queue = shallowRef<readonly Draft[]>([]);

  function sendNext(): void {
    const [next, ...rest] = queue.value;
    if (next === undefined || isBusy.value) return;
    queue.value = rest;
    send(next);
  }

  /** Takes a waiting question out, to edit or to drop it. */
  function remove(messageId: string): Draft | undefined {
    const found = queue.value.find((draft) => draft.messageId === messageId);
    queue.value = queue.value.filter((draft) => draft !== found);
    return found;
  }

  watch(isBusy, (busy) => {
    if (!busy && mayGoOn()) sendNext();
  });
  onScopeDispose(() => {
    if (queue.value.length > 0) onLeft(queue.value);
  });

  return { queue, add: (draft: Draft) => (queue.value = [...queue.value, draft]), remove, sendNext };
}
