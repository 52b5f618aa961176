import { useToast } from '@nuxt/ui/composables/useToast';
import { useProblemToast } from '../../composables/use-problem-toast.ts';
import { apolloClient } from '../../graphql/apollo-client.ts';
import { removeDocument } from './document-cache.ts';
import { deleteDocumentMutation, retryDocumentMutation, updateDocumentMutation } from './documents.queries.ts';
import type { Document } from './use-documents.ts';

/** What can be done with a document. Every failure is shown. */
export function useDocumentActions() {
  const toast = useToast();
  const { reportProblem } = useProblemToast();

  return {
    /** Takes a document out of every search, or back in. */
    async setActive({ id }: Document, isActive: boolean): Promise<void> {
      try {
        await apolloClient.mutate({ mutation: updateDocumentMutation, variables: { input: { id, isActive } } });
      } catch (error) {
        reportProblem('The document was not changed', error);
      }
    },

    /** Lets every conversation look into a document, not only the one it was added in. */
    async share({ id }: Document): Promise<void> {
      try {
        await apolloClient.mutate({ mutation: updateDocumentMutation, variables: { input: { id, sessionId: null } } });
      } catch (error) {
        reportProblem('The document was not changed', error);
      }
    },

    /** Reads a document again that could not be read. */
    async retry(id: string): Promise<void> {
      try {
        await apolloClient.mutate({ mutation: retryDocumentMutation, variables: { id } });
      } catch (error) {
        reportProblem('The document is not read again', error);
      }
    },

    async remove({ id, fileName }: Document): Promise<void> {
      try {
        await apolloClient.mutate({ mutation: deleteDocumentMutation, variables: { id } });
        removeDocument(apolloClient.cache, id);
        toast.add({ title: `Deleted “${fileName}”`, icon: 'i-lucide-trash-2', color: 'neutral' });
      } catch (error) {
        reportProblem('The document was not deleted', error);
      }
    },
  };
}
