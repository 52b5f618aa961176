import { InMemoryCache } from '@apollo/client/core';
import { relayStylePagination } from '@apollo/client/utilities';
import { branchPolicy } from './branch-policy.ts';
import { introspection } from '@parley/graphql';

/** The app's store: every list and object that is shown lives here, normalised by id. */
export function createCache(): InMemoryCache {
  return new InMemoryCache({
    possibleTypes: introspection.possibleTypes,
    typePolicies: {
      Query: {
        fields: {
          sessions: relayStylePagination(['filter']),
          documents: relayStylePagination(['sessionId', 'collectionId']),
          session: (existing, { args, toReference }) =>
            existing === undefined ? toReference({ __typename: 'ChatSession', id: args?.['id'] as string }) : existing,
        },
      },
      ChatSession: { fields: { messages: branchPolicy } },
      // The id of a part is its own within its message only.
      MessagePart: { keyFields: false },
      // Objects without an id belong to their parent: a partial answer adds to what is known.
      GenerationParameters: { merge: true },
      Preferences: { merge: true },
      RetrievalSettings: { merge: true },
      RunContext: { merge: true },
      UsageTotals: { merge: true },
    },
  });
}
