import { useRoute, useRouter } from 'vue-router';
import { useAction } from '../../composables/use-action.ts';
import { apolloClient } from '../../graphql/apollo-client.ts';
import { conversationTotalsQuery, deleteMessageMutation, switchBranchMutation } from './conversation.queries.ts';
import { withTimeout } from '../../graphql/request-timeout.ts';
import type { Message } from '../messages/index.ts';
import { t } from './locales/en.ts';

interface BranchOptions {
  sessionId: () => string | null;
  reload: () => Promise<void>;
  confirm: (message: Message) => Promise<boolean>;
}

/** Going to another branch of the tree of messages, and cutting one off. */
export function useBranches({ sessionId, reload, confirm }: BranchOptions) {
  const route = useRoute();
  const router = useRouter();
  const { run } = useAction();

  async function showLeaf(leaf: string | undefined): Promise<void> {
    const isSame = route.query['leaf'] === leaf;
    await router.replace({ query: { ...route.query, leaf } });
    // A new leaf in the address loads its branch by itself.
    if (isSame) await reload();
  }

  /** Shows the branch below a message; the address then names its leaf. */
  const switchTo = async (messageId: string): Promise<void> =>
    void (await run(t('versionNotChanged'), async () => {
      const switching = { mutation: switchBranchMutation, variables: { messageId }, context: withTimeout() };
      const { data } = await apolloClient.mutate(switching);
      await showLeaf(data?.switchBranch.activeLeaf?.id);
    }));

  async function remove(message: Message): Promise<void> {
    if (!(await confirm(message))) return;
    await run(t('messageNotDeleted'), async () => {
      const variables = { id: message.id };
      await apolloClient.mutate({ mutation: deleteMessageMutation, variables, context: withTimeout() });
      await showLeaf(undefined);
      const id = sessionId();
      if (id !== null)
        await apolloClient.query({ query: conversationTotalsQuery, variables: { id }, fetchPolicy: 'network-only' });
    });
  }

  return { switchTo, remove };
}
