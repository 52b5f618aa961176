import { InMemoryCache } from '@apollo/client/core';
import { relayStylePagination } from '@apollo/client/utilities';
import { possibleTypes } from './possible-types.ts';

/** The app's store: every list and object that is shown lives here, normalised by id. */
export function createCache(): InMemoryCache {
  return new InMemoryCache({
    possibleTypes,
    typePolicies: {
      Query: {
        fields: {
          sessions: relayStylePagination(['filter']),
          documents: relayStylePagination(['sessionId']),
          session: (existing, { args, toReference }) =>
            existing ?? toReference({ __typename: 'ChatSession', id: args?.['id'] as string }),
        },
      },
      ChatSession: { fields: { messages: relayStylePagination(['leafId']) } },
      // Objects without an id belong to their parent: a partial answer adds to what is known.
      GenerationParameters: { merge: true },
      Preferences: { merge: true },
      RunContext: { merge: true },
      UsageTotals: { merge: true },
    },
  });
}
