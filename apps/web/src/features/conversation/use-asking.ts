import { shallowRef, type ComputedRef } from 'vue';
import { apolloClient } from '../../graphql/apollo-client.ts';
import { problemOf } from '../../graphql/errors.ts';
import { useViewer } from '../accounts/use-viewer.ts';
import { keepToConversation } from '../knowledge/keep-to-conversation.ts';
import { changedCount } from '../knowledge/retrieval-choice.ts';
import { joinDrafts, type Draft } from './composer/drafts.ts';
import { useDraft } from './composer/use-draft.ts';
import { changedSettingsCount, type GenerationSettings } from './composer/use-generation-settings.ts';
import { useQueue } from './composer/use-queue.ts';
import type { useRetrievalSettings } from './composer/use-retrieval-settings.ts';
import { createConversationMutation } from './conversation.queries.ts';
import type { Message } from './use-conversation.ts';
import type { useExchanges } from './use-exchanges.ts';

interface AskingOptions {
  sessionId: () => string | null;
  messages: ComputedRef<readonly Message[]>;
  settings: ComputedRef<GenerationSettings>;
  retrieval: Pick<ReturnType<typeof useRetrievalSettings>, 'choice' | 'keep'>;
  exchanges: ReturnType<typeof useExchanges>;
  /** Called when a question appears on the screen, before the server has it. */
  onAsked: (messageId: string) => void;
}

/** From what is typed to a question on its way: draft, queue, and a first question that makes its conversation. */
export function useAsking({ sessionId, messages, settings, retrieval, exchanges, onAsked }: AskingOptions) {
  const { viewer } = useViewer();
  const { draft, type, attach, detach, take, putBack } = useDraft(() => viewer.value?.id ?? '', sessionId);
  const { isBusy, sendProblem, send } = exchanges;
  /** Made for the first question, which then was not taken: the next try goes there. */
  const preparedId = shallowRef<string | null>(null);

  const { queue, add, remove, sendNext } = useQueue({
    isBusy,
    mayGoOn: () => ['COMPLETED', 'CANCELLED'].includes(messages.value.at(-1)?.status ?? ''),
    send: (waiting) => void ask(waiting),
    onLeft: (waiting) => putBack(waiting.length === 1 ? waiting[0]! : joinDrafts(waiting)),
  });

  /** A new conversation with settings of its own has to be there before its first question. */
  async function prepare(): Promise<string | null> {
    const { modelId, parameters, systemPrompt, autoSummarisation } = settings.value;
    const choice = retrieval.choice.value;
    const isUsual = changedCount(choice) === 0;
    if (preparedId.value === null && !(isUsual && changedSettingsCount(settings.value) === 0)) {
      const input = { modelId, parameters, systemPrompt, autoSummarisation };
      const { data } = await apolloClient.mutate({ mutation: createConversationMutation, variables: { input } });
      preparedId.value = data?.createSession.id ?? null;
    }
    if (preparedId.value !== null && !isUsual) await retrieval.keep(preparedId.value, choice);
    return preparedId.value;
  }

  async function ask(question: Draft): Promise<void> {
    const { messageId, files } = question;
    const text = question.text.trim();
    const existing = sessionId();
    try {
      const target = existing ?? (await prepare());
      const modelId = existing === null ? settings.value.modelId : null;
      const sending = send({ messageId, text, files, sessionId: target, modelId, parameters: null });
      onAsked(messageId);
      const answeredIn = await sending;
      if (answeredIn === null) putBack(question);
      else if (existing === null)
        void keepToConversation(
          answeredIn,
          files.filter(({ isToBeKept }) => isToBeKept),
        );
    } catch (error) {
      sendProblem.value = problemOf(error);
      putBack(question);
    }
  }

  function submit(): void {
    if (draft.value.text.trim() === '') return;
    sendProblem.value = null;
    if (isBusy.value) add(take());
    else void ask(take());
  }

  function editWaiting(messageId: string): void {
    const waiting = remove(messageId);
    if (waiting) putBack(waiting);
  }

  return { draft, type, attach, detach, submit, queue, editWaiting, dropWaiting: remove, sendNext };
}
