import { graphql } from '@parley/graphql';

export const conversationFields = graphql(`
  fragment ConversationFields on ChatSession {
    id
    title
    modelId
    parameters {
      ...ParameterFields
    }
    systemPrompt
    autoSummarisation
    retrieval {
      ...RetrievalFields
    }
    messageCount
    deletedAt
    activeLeaf {
      id
    }
    contextTokens
    usage {
      requests
      promptTokens
      completionTokens
      totalTokens
      totalCost
      unpricedRequests
    }
    activeRun {
      id
      status
    }
  }
`);

/** A window of the branch: its newest messages, or those before a cursor. */
export const conversationQuery = graphql(`
  query Conversation($id: ID!, $last: Int!, $before: String, $leafId: ID) {
    session(id: $id) {
      ...ConversationFields
      messages(last: $last, before: $before, leafId: $leafId) {
        nodes {
          ...MessageFields
        }
        pageInfo {
          hasPreviousPage
          startCursor
        }
      }
    }
  }
`);

/** What changes about a conversation when a run ends, or on another device. */
export const conversationTotalsQuery = graphql(`
  query ConversationTotals($id: ID!) {
    session(id: $id) {
      ...ConversationFields
    }
  }
`);

export const createConversationMutation = graphql(`
  mutation CreateConversation($input: CreateSessionInput!) {
    createSession(input: $input) {
      ...ConversationFields
    }
  }
`);

export const exchangeFields = graphql(`
  fragment ExchangeFields on SendMessagePayload {
    session {
      ...ConversationFields
    }
    userMessage {
      ...MessageFields
    }
    assistantMessage {
      ...MessageFields
    }
    run {
      id
      status
    }
  }
`);

export const sendMessageMutation = graphql(`
  mutation SendMessage($input: SendMessageInput!) {
    sendMessage(input: $input) {
      ...ExchangeFields
    }
  }
`);

/** What the server has under an id that was chosen here. */
export const sentMessageQuery = graphql(`
  query SentMessage($id: ID!) {
    message(id: $id) {
      id
      text
      session {
        id
      }
    }
  }
`);

export const regenerateMessageMutation = graphql(`
  mutation RegenerateMessage($input: RegenerateMessageInput!) {
    regenerateMessage(input: $input) {
      ...ExchangeFields
    }
  }
`);

export const editMessageMutation = graphql(`
  mutation EditMessage($input: EditMessageInput!) {
    editMessage(input: $input) {
      ...ExchangeFields
    }
  }
`);

export const continueMessageMutation = graphql(`
  mutation ContinueMessage($input: ContinueMessageInput!) {
    continueMessage(input: $input) {
      ...ExchangeFields
    }
  }
`);

export const cancelRunMutation = graphql(`
  mutation CancelRun($id: ID!) {
    cancelRun(id: $id) {
      id
      status
    }
  }
`);

export const switchBranchMutation = graphql(`
  mutation SwitchBranch($messageId: ID!) {
    switchBranch(messageId: $messageId) {
      id
      activeLeaf {
        id
      }
    }
  }
`);

export const deleteMessageMutation = graphql(`
  mutation DeleteMessage($id: ID!) {
    deleteMessage(id: $id) {
      id
      messageCount
    }
  }
`);
