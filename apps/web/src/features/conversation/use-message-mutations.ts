import type { FetchResult } from '@apollo/client/core';
import type { ExchangeFieldsFragment, GenerationParametersInput } from '@parley/graphql';
import { until } from '@vueuse/core';
import { computed, shallowRef, watch, type ComputedRef } from 'vue';
import { useAction } from '../../composables/use-action.ts';
import { apolloClient } from '../../graphql/apollo-client.ts';
import { problemOf, type Problem } from '../../graphql/errors.ts';
import type { AttachedFile } from '../composer/index.ts';
import {
  cancelRunMutation,
  continueMessageMutation,
  editMessageMutation,
  regenerateMessageMutation,
  sendMessageMutation,
  sentMessageQuery,
} from './conversation.queries.ts';
import { showExchange } from './exchange-cache.ts';
import { withTimeout } from '../../graphql/request-timeout.ts';
import type { Message } from '../messages/index.ts';
import { isBeingWritten } from '../runs/index.ts';
import { type Conversation } from './use-conversation.ts';
import { t } from './locales/en.ts';

/** The cache passes on what was put into it a moment later; another branch may have been chosen meanwhile. */
const shownWithinMs = 1_000;

/** A question on its way: shown at once, before the server has it. */
export interface Outgoing {
  /** Chosen here and kept while the same text is tried again, so that a lost answer doubles nothing. */
  messageId: string;
  text: string;
  files: readonly AttachedFile[];
  sessionId: string | null;
  modelId: string | null;
  parameters: GenerationParametersInput | null;
}

export interface ShownExchange {
  sessionId: string;
  questionId: string;
}

interface MessageMutationsOptions {
  session: ComputedRef<Conversation | null>;
  messages: ComputedRef<readonly Message[]>;
  /** What the next question follows; null is the end of the active branch. */
  parentId: () => string | null;
  reload: () => Promise<void>;
  /** Called when a question and its answer are on the screen. */
  onShown: (exchange: ShownExchange, isNewQuestion: boolean) => void;
}

/** Asking and answering: what starts, and what stops, a run. */
export function useMessageMutations({ session, messages, parentId, reload, onShown }: MessageMutationsOptions) {
  const { run: attemptTo } = useAction();
  const outgoing = shallowRef<Outgoing | null>(null);
  const sendProblem = shallowRef<Problem | null>(null);
  const isStopping = shallowRef(false);
  /** Another version of an answer is asked for, and the server has not begun it yet. */
  const { isRunning: isStarting, run: start } = useAction();
  /** What is asked for is not to be answered: its run is stopped as soon as it has one. */
  let isStartUnwanted = false;
  /** The question on its way that is not to be answered: its run can be stopped as soon as it has one. */
  let unwantedId: string | null = null;
  const runId = computed(() => {
    const last = messages.value.at(-1);
    return (last && isBeingWritten(last) ? last.run?.id : null) ?? session.value?.activeRun?.id ?? null;
  });
  const isBusy = computed(() => outgoing.value !== null || isStarting.value || runId.value !== null);

  // It leaves when its message has come, not before: else the page would be without it for a moment.
  watch(messages, (shown) => {
    if (shown.some(({ id }) => id === outgoing.value?.messageId)) outgoing.value = null;
    for (const { parent, run } of shown) if (parent && run) stopUnwanted(parent.id, run.id);
  });

  async function show(exchange: ExchangeFieldsFragment | undefined, isNewQuestion: boolean): Promise<void> {
    if (!exchange) return;
    if (!showExchange(apolloClient.cache, exchange)) {
      await reload();
      outgoing.value = null;
    }
    onShown({ sessionId: exchange.session.id, questionId: exchange.userMessage.id }, isNewQuestion);
  }

  /**
   * Sends a question.
   * @returns its conversation; null when the server did not take it: the text has to go back to where it was typed.
   */
  async function send(question: Outgoing): Promise<string | null> {
    const { messageId, text, files, sessionId, modelId, parameters } = question;
    const documentIds = files.map(({ id }) => id);
    outgoing.value = question;
    sendProblem.value = null;
    try {
      const input = { messageId, text, documentIds, sessionId, parentId: parentId(), modelId, parameters };
      const sending = { mutation: sendMessageMutation, variables: { input }, context: withTimeout() };
      const { data } = await apolloClient.mutate(sending);
      const sent = data?.sendMessage;
      if (sent) stopUnwanted(messageId, sent.run.id);
      await show(sent, true);
      return sent?.session.id ?? null;
    } catch (error) {
      const problem = problemOf(error);
      const arrivedIn = problem.code === 'IDEMPOTENCY_CONFLICT' ? await findSent(question) : null;
      if (arrivedIn === null) sendProblem.value = problem;
      outgoing.value = null;
      if (unwantedId === messageId) {
        unwantedId = null;
        isStopping.value = false;
      }
      return arrivedIn;
    }
  }

  /** Sent before, with other settings or at another place: it is there, and is not asked again. Null when it is not. */
  async function findSent({ messageId, text }: Outgoing): Promise<string | null> {
    const { data } = await apolloClient
      .query({
        query: sentMessageQuery,
        variables: { id: messageId },
        fetchPolicy: 'network-only',
        context: withTimeout(),
      })
      .catch(() => ({ data: null }));
    if (data?.message?.text !== text) return null;
    const sessionId = data.message.session.id;
    if (session.value?.id === sessionId) await reload();
    onShown({ sessionId, questionId: messageId }, true);
    return sessionId;
  }

  async function attempt(
    title: string,
    operation: () => Promise<FetchResult<Record<string, ExchangeFieldsFragment>>>,
    isNewQuestion = false,
  ): Promise<boolean> {
    // A second click before the server has answered the first one.
    if (isBusy.value) return false;
    const isDone = await start(title, async () => {
      const { data } = await operation();
      const exchange = Object.values(data ?? {})[0];
      if (exchange && isStartUnwanted) void cancel(exchange.run.id);
      await show(exchange, isNewQuestion);
      const isShown = () => messages.value.some(({ id }) => id === exchange?.assistantMessage.id);
      await until(isShown).toBe(true, { timeout: shownWithinMs });
      return true;
    });
    if (isDone === null && isStartUnwanted) isStopping.value = false;
    isStartUnwanted = false;
    return isDone ?? false;
  }

  async function regenerate(answer: Message, modelId?: string): Promise<void> {
    const variables = { input: { messageId: answer.id, modelId } };
    await attempt(t('notRegenerated'), () =>
      apolloClient.mutate({ mutation: regenerateMessageMutation, variables, context: withTimeout() }),
    );
  }

  function edit(question: Message, text: string): Promise<boolean> {
    const variables = { input: { messageId: question.id, text } };
    return attempt(
      t('messageNotChanged'),
      () => apolloClient.mutate({ mutation: editMessageMutation, variables, context: withTimeout() }),
      true,
    );
  }

  async function continueAnswer(answer: Message): Promise<void> {
    const variables = { input: { messageId: answer.id } };
    await attempt(t('notContinued'), () =>
      apolloClient.mutate({ mutation: continueMessageMutation, variables, context: withTimeout() }),
    );
  }

  async function cancel(id: string): Promise<void> {
    await attemptTo(t('notStopped'), () =>
      apolloClient.mutate({ mutation: cancelRunMutation, variables: { id }, context: withTimeout() }),
    );
    isStopping.value = false;
  }

  function stopUnwanted(questionId: string, id: string): void {
    if (questionId !== unwantedId) return;
    unwantedId = null;
    void cancel(id);
  }

  /** Stops the answer. One that the server has not begun yet is stopped when it has. */
  async function stop(): Promise<void> {
    if (!isBusy.value || isStopping.value) return;
    isStopping.value = true;
    if (runId.value !== null) await cancel(runId.value);
    else if (outgoing.value) unwantedId = outgoing.value.messageId;
    else isStartUnwanted = true;
  }

  return { outgoing, sendProblem, isBusy, isStopping, runId, send, regenerate, edit, continueAnswer, stop };
}
