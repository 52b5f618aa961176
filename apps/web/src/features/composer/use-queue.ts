import { computed, watch, type Ref } from 'vue';
import type { Draft } from './drafts.ts';
import { removePending, savePending, movePending, loadPending, pendingMessages } from './pending-messages.ts';

interface QueueOptions {
  viewerId: () => string;
  sessionId: () => string | null;
  isBusy: Readonly<Ref<boolean>>;
  /** Whether the last answer came to its end: then the next question may go. */
  mayGoOn: () => boolean;
  send: (draft: Draft) => void;
}

/**
 * Questions typed while an answer is being written: each is sent when the one before it is answered. They are kept on
 * this device until the server has them, so that leaving the conversation, a reload or a crash loses none.
 */
export function useQueue({ viewerId, sessionId, isBusy, mayGoOn, send }: QueueOptions) {
  const queue = computed(() => {
    const [viewer, session] = [viewerId(), sessionId()];
    return pendingMessages.value
      .filter((entry) => entry.viewerId === viewer && entry.sessionId === session && !entry.isSending)
      .map(({ question }) => question);
  });

  function add(question: Draft): void {
    savePending({ viewerId: viewerId(), sessionId: sessionId(), question, askedAt: Date.now() });
  }

  function sendNext(): void {
    const [next] = queue.value;
    if (next !== undefined && !isBusy.value) send(next);
  }

  /** Takes a waiting question out, to edit or to drop it. */
  function remove(messageId: string): Draft | undefined {
    const found = queue.value.find((draft) => draft.messageId === messageId);
    if (found) removePending(messageId);
    return found;
  }

  watch(viewerId, loadPending, { immediate: true });
  watch(
    sessionId,
    (session, before) => {
      if (before === null && session !== null) movePending(viewerId(), session);
    },
    { flush: 'sync' },
  );
  watch(isBusy, (busy) => {
    if (!busy && mayGoOn()) sendNext();
  });

  return { queue, add, remove, sendNext };
}
