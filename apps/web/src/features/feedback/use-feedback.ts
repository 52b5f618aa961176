import type { SubmitFeedbackInput } from '@parley/graphql';
import { toValue, type MaybeRefOrGetter } from 'vue';
import { useAction } from '../../composables/use-action.ts';
import { apolloClient } from '../../graphql/apollo-client.ts';
import { submitFeedbackMutation, withdrawFeedbackMutation } from './feedback.queries.ts';
import { t } from './locales/en.ts';

/** Giving one's opinion of an answer, and taking it back. Both say whether they worked. */
export function useFeedback(messageId: MaybeRefOrGetter<string>) {
  const { isRunning, run } = useAction();

  function place(feedback: object | null): void {
    const { cache } = apolloClient;
    cache.modify<Record<string, unknown>>({
      id: cache.identify({ __typename: 'Message', id: toValue(messageId) }),
      fields: {
        feedback: (_known, { toReference }) => (feedback === null ? null : toReference(feedback as { id: string })),
      },
    });
  }

  async function save(operation: () => Promise<object | null>): Promise<boolean> {
    const saved = await run(t('notSaved'), async () => {
      place(await operation());
      return true;
    });
    return saved ?? false;
  }

  return {
    isSaving: isRunning,
    rate: (opinion: Omit<SubmitFeedbackInput, 'messageId'>) =>
      save(async () => {
        const input = { ...opinion, messageId: toValue(messageId) };
        const { data } = await apolloClient.mutate({ mutation: submitFeedbackMutation, variables: { input } });
        return data?.submitFeedback ?? null;
      }),
    withdraw: () =>
      save(async () => {
        const variables = { messageId: toValue(messageId) };
        await apolloClient.mutate({ mutation: withdrawFeedbackMutation, variables });
        return null;
      }),
  };
}
