import { computed, shallowRef, type ComputedRef, type Ref } from 'vue';
import type { Message } from '../messages/index.ts';

/** Messages that are drawn when a conversation is opened. */
const shownAtFirst = 24;
/** Messages that are drawn at once when the reader comes near the first one: so few that scrolling goes on meanwhile. */
const shownAtOnce = 6;

interface ShownMessagesOptions {
  /** Those that are loaded. */
  messages: ComputedRef<readonly Message[]>;
  hasOlder: Readonly<Ref<boolean>>;
  loadOlder: () => Promise<void>;
}

/** Of the messages that are loaded, those that are drawn: the newest, and older ones a few at a time. */
export function useShownMessages({ messages, hasOlder, loadOlder }: ShownMessagesOptions) {
  const firstId = shallowRef<string | null>(null);
  const start = computed(() => {
    const index = messages.value.findIndex(({ id }) => id === firstId.value);
    return index === -1 ? Math.max(0, messages.value.length - shownAtFirst) : index;
  });

  function showFrom(index: number): void {
    firstId.value = messages.value[Math.max(0, index)]?.id ?? null;
  }

  return {
    shown: computed(() => messages.value.slice(start.value)),
    hasMore: computed(() => start.value > 0 || hasOlder.value),
    /** Draws a few older ones, which are loaded first where they are not. */
    async showOlder(): Promise<void> {
      // What is drawn now stays the same while older ones arrive in front.
      showFrom(start.value);
      if (start.value === 0) await loadOlder();
      showFrom(start.value - shownAtOnce);
    },
    /** Draws whatever it takes for a message to be there. */
    showMessage(messageId: string): void {
      const index = messages.value.findIndex(({ id }) => id === messageId);
      if (index !== -1 && index < start.value) showFrom(index);
    },
  };
}
