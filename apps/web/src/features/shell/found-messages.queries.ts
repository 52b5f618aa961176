import { graphql } from '@parley/graphql';

/** Messages that fit some words, best first, with the conversation each is in. */
export const foundMessagesQuery = graphql(`
  query FoundMessages($query: String!, $first: Int!) {
    searchMessages(query: $query, first: $first) {
      nodes {
        snippet
        highlights {
          start
          end
        }
        message {
          id
          role
          createdAt
        }
        session {
          id
          title
          isArchived
        }
      }
      totalCount
    }
  }
`);
