import { graphql } from '@parley/graphql';

export const retrievalFields = graphql(`
  fragment RetrievalFields on RetrievalSettings {
    isEnabled
    mode
    topK
    minScore
    collectionIds
    excludedDocumentIds
  }
`);

export const updateConversationMutation = graphql(`
  mutation UpdateConversation($input: UpdateSessionInput!) {
    updateSession(input: $input) {
      ...ConversationFields
    }
  }
`);

export const updateRetrievalMutation = graphql(`
  mutation UpdateRetrieval($input: UpdateSessionRetrievalInput!) {
    updateSessionRetrieval(input: $input) {
      id
      retrieval {
        ...RetrievalFields
      }
    }
  }
`);
