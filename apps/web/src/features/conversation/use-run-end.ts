import { apolloClient } from '../../graphql/apollo-client.ts';
import { conversationTotalsQuery } from './conversation.queries.ts';
import { showEnded } from './exchange-cache.ts';
import type { RunOutcome } from '../runs/index.ts';

/** What happens on the page when a run has ended: the stored message replaces the streamed one, totals are read anew. */
export function useRunEnd(sessionId: () => string | null, announce: (outcome: RunOutcome) => void) {
  return (runId: string, outcome: RunOutcome): void => {
    const id = sessionId();
    if (id === null) return;
    showEnded(apolloClient.cache, id, runId, outcome.message);
    announce(outcome);
    // Without an answer the totals stay as they were until the next one.
    apolloClient
      .query({ query: conversationTotalsQuery, variables: { id }, fetchPolicy: 'network-only' })
      .catch(() => undefined);
  };
}
