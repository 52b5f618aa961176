import { useToast } from '@nuxt/ui/composables/useToast';
import { useRoute, useRouter } from 'vue-router';
import { apolloClient } from '../../graphql/apollo-client.ts';
import { problemOf } from '../../graphql/errors.ts';
import { conversationTotalsQuery, deleteMessageMutation, switchBranchMutation } from './conversation.queries.ts';
import { withTimeout } from '../../graphql/request-timeout.ts';
import type { Message } from '../messages/index.ts';

interface BranchOptions {
  sessionId: () => string | null;
  reload: () => Promise<void>;
  confirm: (message: Message) => Promise<boolean>;
}

/** Going to another branch of the tree of messages, and cutting one off. */
export function useBranches({ sessionId, reload, confirm }: BranchOptions) {
  const route = useRoute();
  const router = useRouter();
  const toast = useToast();

  async function showLeaf(leaf: string | undefined): Promise<void> {
    const isSame = route.query['leaf'] === leaf;
    await router.replace({ query: { ...route.query, leaf } });
    // A new leaf in the address loads its branch by itself.
    if (isSame) await reload();
  }

  /** Shows the branch below a message; the address then names its leaf. */
  async function switchTo(messageId: string): Promise<void> {
    try {
      const { data } = await apolloClient.mutate({
        mutation: switchBranchMutation,
        variables: { messageId },
        context: withTimeout(),
      });
      await showLeaf(data?.switchBranch.activeLeaf?.id);
    } catch (error) {
      toast.add({ title: 'The version was not changed', description: problemOf(error).message, color: 'error' });
    }
  }

  async function remove(message: Message): Promise<void> {
    if (!(await confirm(message))) return;
    try {
      await apolloClient.mutate({
        mutation: deleteMessageMutation,
        variables: { id: message.id },
        context: withTimeout(),
      });
      await showLeaf(undefined);
      const id = sessionId();
      if (id !== null)
        await apolloClient.query({ query: conversationTotalsQuery, variables: { id }, fetchPolicy: 'network-only' });
    } catch (error) {
      toast.add({ title: 'The message was not deleted', description: problemOf(error).message, color: 'error' });
    }
  }

  return { switchTo, remove };
}
