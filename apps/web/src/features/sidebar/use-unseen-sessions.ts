import { useLocalStorage } from '@vueuse/core';
import { computed } from 'vue';

// Survives a reload: an answer that ended while nobody looked is still news after it.
const unseen = useLocalStorage<string[]>('parley:unseen', []);
const unseenIds = computed(() => new Set(unseen.value));
const kept = 200;

/** Conversations in which an answer ended while they were not on the screen. */
export function useUnseenSessions() {
  return {
    unseenIds,
    markUnseen(id: string): void {
      if (!unseenIds.value.has(id)) unseen.value = [...unseen.value, id].slice(-kept);
    },
    markSeen(id: string): void {
      if (unseenIds.value.has(id)) unseen.value = unseen.value.filter((other) => other !== id);
    },
  };
}
