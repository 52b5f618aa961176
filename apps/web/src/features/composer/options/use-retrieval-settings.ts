import { computed, shallowRef, watch, type ComputedRef } from 'vue';
import { apolloClient } from '../../../graphql/apollo-client.ts';
import { failureOf, type Problem } from '../../../graphql/errors.ts';
import { type RetrievalSettings, type UploadTarget, defaultRetrieval } from '../../knowledge/index.ts';
import { updateRetrievalMutation } from './settings.queries.ts';
import { withTimeout } from '../../../graphql/request-timeout.ts';
import type { ConversationFieldsFragment as Conversation } from '@parley/graphql';

function plain(choice: RetrievalSettings): RetrievalSettings {
  const { isEnabled, mode, topK, minScore, collectionIds, excludedDocumentIds } = choice;
  return { isEnabled, mode, topK, minScore, collectionIds, excludedDocumentIds };
}

/** How a conversation looks into documents, kept with it as soon as it is there; and where its new files go. */
export function useRetrievalSettings(session: ComputedRef<Conversation | null>) {
  /** What was chosen before there is a conversation to keep it. */
  const chosen = shallowRef<RetrievalSettings>(defaultRetrieval);
  const choice = computed(() => plain(session.value?.retrieval ?? chosen.value));
  /** The collection files that are added here go to; null keeps them to this conversation. */
  const collectionId = shallowRef<string | null>(null);
  const target = computed<UploadTarget>(() => ({
    collectionId: collectionId.value,
    sessionId: collectionId.value === null ? (session.value?.id ?? null) : null,
  }));

  async function keep(sessionId: string, changes: Partial<RetrievalSettings>): Promise<void> {
    const input = { sessionId, ...changes };
    await apolloClient.mutate({ mutation: updateRetrievalMutation, variables: { input }, context: withTimeout() });
  }

  /** Changes settings; gives the problem when the server refused them. */
  async function change(changes: Partial<RetrievalSettings>): Promise<Problem | null> {
    if (!session.value) {
      chosen.value = { ...chosen.value, ...changes };
      return null;
    }
    return failureOf(keep(session.value.id, changes));
  }

  // The next new conversation begins as usual.
  watch(
    () => session.value?.id,
    (id, before) => {
      if (id === undefined && before !== undefined) chosen.value = defaultRetrieval;
    },
  );

  return { choice, collectionId, target, change, keep };
}
