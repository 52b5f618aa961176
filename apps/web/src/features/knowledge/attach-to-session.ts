import { apolloClient } from '../../graphql/apollo-client.ts';
import { updateDocumentMutation } from './documents.queries.ts';

/** Keeps files that were added before a conversation was there to it. A file that cannot be kept stays for all. */
export async function attachToSession(sessionId: string, files: readonly { id: string }[]): Promise<void> {
  const kept = files.map(({ id }) =>
    apolloClient.mutate({ mutation: updateDocumentMutation, variables: { input: { id, sessionId } } }),
  );
  await Promise.allSettled(kept);
}
