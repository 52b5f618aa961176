import { useToast } from '@nuxt/ui/composables/useToast';
import type { UpdateDocumentInput } from '@parley/graphql';
import { useAction } from '../../composables/use-action.ts';
import { apolloClient } from '../../graphql/apollo-client.ts';
import { removeDocument } from './document-cache.ts';
import { deleteDocumentMutation, retryDocumentMutation, updateDocumentMutation } from './documents.queries.ts';
import type { Document } from './use-documents.ts';
import { t } from './locales/en.ts';

/** What can be done with a document. Every failure is shown. */
export function useDocumentActions() {
  const toast = useToast();
  const { run } = useAction();

  const update = (input: UpdateDocumentInput) =>
    run(t('documentNotChanged'), () => apolloClient.mutate({ mutation: updateDocumentMutation, variables: { input } }));

  return {
    /** Takes a document out of every search, or back in. */
    setActive: ({ id }: Document, isActive: boolean) => update({ id, isActive }),

    /** Lets every conversation look into a document, not only the one it was added in. */
    share: ({ id }: Document) => update({ id, sessionId: null }),

    /** Reads a document again that could not be read. */
    retry: (id: string) =>
      run(t('documentNotRetried'), () => apolloClient.mutate({ mutation: retryDocumentMutation, variables: { id } })),

    remove: ({ id, fileName }: Document) =>
      run(t('documentNotDeleted'), async () => {
        await apolloClient.mutate({ mutation: deleteDocumentMutation, variables: { id } });
        removeDocument(apolloClient.cache, id);
        toast.add({ title: `Deleted “${fileName}”`, icon: 'i-lucide-trash-2', color: 'neutral' });
      }),
  };
}
