import { computed, watch, type ComputedRef, type Ref } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { type Message, answerTextLoaded } from '../messages/index.ts';

interface TargetOptions {
  messages: ComputedRef<readonly Message[]>;
  hasOlder: Readonly<Ref<boolean>>;
  /** What loading older messages failed with. */
  olderProblem: Readonly<Ref<string | null>>;
  loadOlder: () => Promise<void>;
  switchTo: (messageId: string) => Promise<void>;
  /** Moves the view to a message that is on the screen, and draws the eye to it and to the words it was found by. */
  show: (messageId: string, words: readonly string[]) => Promise<void>;
}

/** Goes to the message that the address names (`?message=`): older pages and another branch are loaded for it. */
export function useMessageTarget({ messages, hasOlder, olderProblem, loadOlder, switchTo, show }: TargetOptions): void {
  const route = useRoute();
  const router = useRouter();
  const target = computed(() => (route.query['message'] as string | undefined) ?? null);
  const isShown = (id: string) => messages.value.some((message) => message.id === id);

  /** Whether the message could be brought onto the screen. */
  async function bring(id: string): Promise<boolean> {
    while (!isShown(id) && hasOlder.value && target.value === id) {
      await loadOlder();
      if (olderProblem.value !== null) return false;
    }
    if (!isShown(id) && target.value === id) await switchTo(id);
    while (!isShown(id) && hasOlder.value && target.value === id && olderProblem.value === null) await loadOlder();
    return isShown(id) && target.value === id;
  }

  async function goTo(id: string): Promise<void> {
    const words = ((history.state as { found?: readonly string[] } | null)?.found ?? []).filter((word) => word !== '');
    const isThere = await bring(id);
    if (target.value !== id) return;
    if (isThere) {
      await answerTextLoaded();
      await show(id, words);
    }
    // Once there, the address is that of the conversation again: the same message can be looked for twice.
    await router.replace({ query: { ...route.query, message: undefined } });
  }

  let going: string | null = null;
  watch(
    [target, () => messages.value.length > 0],
    ([id, isLoaded]) => {
      if (id === null || !isLoaded || going === id) return;
      going = id;
      void goTo(id).finally(() => (going = null));
    },
    { immediate: true, flush: 'post' },
  );
}
