import { useTimeoutFn } from '@vueuse/core';
import { watch, type ComputedRef } from 'vue';
import { useReconnect } from '../../graphql/use-reconnect.ts';
import type { Problem } from '../../graphql/errors.ts';
import type { Message } from '../messages/index.ts';
import type { Conversation } from './use-conversation.ts';

/** Milliseconds in which the answer to this tab's own request arrives, which tells the same and more. */
const ownAnswerMs = 200;

interface ConversationSyncOptions {
  session: ComputedRef<Pick<Conversation, 'activeLeaf' | 'messageCount'> | null>;
  messages: ComputedRef<readonly Pick<Message, 'id'>[]>;
  /** The end of an older branch that was chosen; null shows the active one. */
  leafId: ComputedRef<string | null>;
  /** Why the last reading failed. */
  failure: ComputedRef<Problem | null>;
  /** Reads what the server says of the conversation now, its messages aside. */
  check: () => Promise<void>;
  reload: () => Promise<void>;
  /** Ids of the newest messages of the active branch. */
  readActive: () => Promise<readonly string[]>;
  showActive: () => void;
}

/**
 * Reads the messages again when those on the screen are not what the conversation consists of: another tab or
 * device asked, answered again or deleted something, perhaps while this one was offline.
 */
export function useConversationSync(options: ConversationSyncOptions): void {
  const { session, messages, leafId, failure, check, reload, readActive, showActive } = options;
  let hasShrunk = false;

  async function refresh(): Promise<void> {
    if (!session.value) return;
    const activeId = session.value.activeLeaf?.id;
    const isSmaller = hasShrunk;
    hasShrunk = false;
    if (leafId.value === null) {
      if (isSmaller || activeId !== messages.value.at(-1)?.id) await reload();
      return;
    }
    if (isSmaller) await reload();
    // What was chosen stays on the screen, unless somebody went on below it.
    if (activeId !== leafId.value && (await readActive()).includes(leafId.value ?? '')) showActive();
  }

  const { start: refreshSoon } = useTimeoutFn(() => void refresh(), ownAnswerMs, { immediate: false });

  watch(
    () => session.value?.messageCount,
    (count, before) => {
      hasShrunk ||= count !== undefined && before !== undefined && count < before;
    },
  );
  watch([() => session.value?.activeLeaf?.id, () => session.value?.messageCount], () => refreshSoon());
  // A reading that failed while the network was away is made up for even when nothing has changed since.
  useReconnect(() => void (session.value ? check().then(() => refreshSoon()) : failure.value && reload()));
  watch(failure, (now) => {
    if (now?.code === 'NOT_FOUND' && leafId.value !== null) showActive();
  });
}
