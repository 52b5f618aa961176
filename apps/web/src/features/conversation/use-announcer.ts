import { shallowRef, watch, type Ref } from 'vue';
import { messageText, runErrorCopy } from '../messages/index.ts';
import type { RunOutcome } from '../runs/index.ts';
import { t } from './locales/en.ts';

/** What a screen reader is told of an answer: that it began, and how it ended, but not each word. */
export function useAnnouncer(runId: Readonly<Ref<string | null>>) {
  const announcement = shallowRef('');

  watch(runId, (id) => {
    if (id !== null) announcement.value = t('answering');
  });

  function announceEnd({ status, errorCode, errorMessage, message }: RunOutcome): void {
    const finishReason = message.run?.finishReason ?? null;
    const hasText = messageText(message).trim() !== '';
    announcement.value = runErrorCopy(status, errorCode, hasText, finishReason, errorMessage)?.title ?? t('answered');
  }

  return { announcement, announceEnd };
}
