import { onScopeDispose, shallowRef, watch, type ComputedRef } from 'vue';
import { apolloClient } from '../../graphql/apollo-client.ts';
import { problemOf } from '../../graphql/errors.ts';
import { useViewer } from '../../viewer/use-viewer.ts';
import { changedRetrievalCount, attachToSession } from '../knowledge/index.ts';
import {
  changedSettingsCount,
  type Draft,
  emptyDraft,
  removePending,
  type GenerationSettings,
  savePending,
  type PendingMessage,
  useDraft,
  useQueue,
  type useRetrievalSettings,
} from '../composer/index.ts';
import { createConversationMutation } from './conversation.queries.ts';
import { type Message, messageText } from '../messages/index.ts';
import type { Conversation } from './use-conversation.ts';
import { withTimeout } from '../../graphql/request-timeout.ts';
import type { useMessageMutations } from './use-message-mutations.ts';

interface SendMessageOptions {
  sessionId: () => string | null;
  session: ComputedRef<Conversation | null>;
  messages: ComputedRef<readonly Message[]>;
  settings: ComputedRef<GenerationSettings>;
  retrieval: Pick<ReturnType<typeof useRetrievalSettings>, 'choice' | 'keep'>;
  exchanges: ReturnType<typeof useMessageMutations>;
  /** Called when a question appears on the screen, before the server has it. */
  onAsked: (messageId: string) => void;
}

/** From what is typed to a question on its way: draft, queue, and a first question that makes its conversation. */
export function useSendMessage({
  sessionId,
  session,
  messages,
  settings,
  retrieval,
  exchanges,
  onAsked,
}: SendMessageOptions) {
  const { viewer } = useViewer();
  const viewerId = () => viewer.value?.id ?? '';
  const { draft, type, attach, detach, take, settle, putBack } = useDraft(viewerId, sessionId);
  const { isBusy, sendProblem, send } = exchanges;
  /** Made for the first question, which then was not taken: the next try goes there. */
  const preparedId = shallowRef<string | null>(null);

  const { queue, add, remove, sendNext } = useQueue({
    viewerId,
    sessionId,
    isBusy,
    // Who stops an answer wants nothing to go on by itself.
    mayGoOn: () => sendProblem.value === null && messages.value.at(-1)?.status === 'COMPLETED',
    send: (waiting) => void ask(waiting),
  });
  let isLeft = false;
  onScopeDispose(() => (isLeft = true));

  // What was handed over and is on the screen now has arrived, by whichever way.
  watch(
    messages,
    (shown) => {
      for (const { id } of shown) removePending(id);
      settle(shown, messageText);
    },
    { immediate: true },
  );

  // What an earlier page has left unsent waits for the answer that is being written; without one it is to be looked at.
  let isRestored = false;
  watch(
    () => sessionId() === null || session.value !== null,
    (isLoaded) => {
      if (!isLoaded || isRestored) return;
      isRestored = true;
      if (!isBusy.value) for (const { messageId } of queue.value) editWaiting(messageId);
    },
    { immediate: true },
  );

  /** A new conversation with settings of its own has to be there before its first question. */
  async function prepare(): Promise<string | null> {
    const { modelId, parameters, systemPrompt, autoSummarisation } = settings.value;
    const choice = retrieval.choice.value;
    const isUsual = changedRetrievalCount(choice) === 0;
    if (preparedId.value === null && !(isUsual && changedSettingsCount(settings.value) === 0)) {
      const input = { modelId, parameters, systemPrompt, autoSummarisation };
      const creating = { mutation: createConversationMutation, variables: { input }, context: withTimeout() };
      const { data } = await apolloClient.mutate(creating);
      preparedId.value = data?.createSession.id ?? null;
    }
    if (preparedId.value !== null && !isUsual) await retrieval.keep(preparedId.value, choice);
    return preparedId.value;
  }

  async function ask(question: Draft): Promise<void> {
    const { messageId, files } = question;
    const text = question.text.trim();
    const existing = sessionId();
    const entry: PendingMessage = { viewerId: viewerId(), sessionId: existing, question, askedAt: Date.now() };
    savePending({ ...entry, isSending: true });
    try {
      const target = existing ?? (await prepare());
      const modelId = existing === null ? settings.value.modelId : null;
      const sending = send({ messageId, text, files, sessionId: target, modelId, parameters: null });
      onAsked(messageId);
      const answeredIn = await sending;
      if (answeredIn === null) return giveBack(entry);
      removePending(messageId);
      if (existing === null)
        void attachToSession(
          answeredIn,
          files.filter(({ isToBeKept }) => isToBeKept),
        );
    } catch (error) {
      sendProblem.value = problemOf(error);
      giveBack(entry);
    }
  }

  /** What the server did not take goes back to where it was typed, or stays for when that is shown again. */
  function giveBack(entry: PendingMessage): void {
    const { question } = entry;
    if (sendProblem.value?.code === 'IDEMPOTENCY_CONFLICT') {
      // Another tab had the same draft and has sent another text under its id.
      removePending(question.messageId);
      void ask({ ...question, messageId: emptyDraft().messageId });
    } else if (isLeft) savePending(entry);
    else {
      putBack(question);
      removePending(question.messageId);
    }
  }

  function submit(): void {
    if (draft.value.text.trim() === '') return;
    sendProblem.value = null;
    if (isBusy.value) add(draft.value);
    else void ask(draft.value);
    take();
  }

  function editWaiting(messageId: string): void {
    const waiting = queue.value.find((draft) => draft.messageId === messageId);
    if (!waiting) return;
    putBack(waiting);
    remove(messageId);
  }

  return { draft, type, attach, detach, submit, queue, editWaiting, dropWaiting: remove, sendNext };
}
