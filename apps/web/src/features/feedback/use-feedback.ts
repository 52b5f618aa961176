import { useToast } from '@nuxt/ui/composables/useToast';
import type { SubmitFeedbackInput } from '@parley/graphql';
import { shallowRef, toValue, type MaybeRefOrGetter } from 'vue';
import { apolloClient } from '../../graphql/apollo-client.ts';
import { problemOf } from '../../graphql/errors.ts';
import { submitFeedbackMutation, withdrawFeedbackMutation } from './feedback.queries.ts';

/** Giving one's opinion of an answer, and taking it back. Both say whether they worked. */
export function useFeedback(messageId: MaybeRefOrGetter<string>) {
  const toast = useToast();
  const isSaving = shallowRef(false);

  function place(feedback: object | null): void {
    const { cache } = apolloClient;
    cache.modify<Record<string, unknown>>({
      id: cache.identify({ __typename: 'Message', id: toValue(messageId) }),
      fields: {
        feedback: (_known, { toReference }) => (feedback === null ? null : toReference(feedback as { id: string })),
      },
    });
  }

  async function attempt(operation: () => Promise<object | null>): Promise<boolean> {
    isSaving.value = true;
    try {
      place(await operation());
      return true;
    } catch (error) {
      toast.add({ title: 'Your opinion was not saved', description: problemOf(error).message, color: 'error' });
      return false;
    } finally {
      isSaving.value = false;
    }
  }

  return {
    isSaving,
    rate: (opinion: Omit<SubmitFeedbackInput, 'messageId'>) =>
      attempt(async () => {
        const input = { ...opinion, messageId: toValue(messageId) };
        const { data } = await apolloClient.mutate({ mutation: submitFeedbackMutation, variables: { input } });
        return data?.submitFeedback ?? null;
      }),
    withdraw: () =>
      attempt(async () => {
        const variables = { messageId: toValue(messageId) };
        await apolloClient.mutate({ mutation: withdrawFeedbackMutation, variables });
        return null;
      }),
  };
}
