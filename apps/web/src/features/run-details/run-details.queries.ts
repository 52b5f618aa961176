import { graphql } from '@parley/graphql';

/** The whole record of a run, for the drawer. */
export const runDetailsQuery = graphql(`
  query RunDetails($id: ID!) {
    run(id: $id) {
      id
      status
      modelId
      parameters {
        ...ParameterFields
      }
      systemPrompt
      promptVersion {
        id
        name
        version
      }
      workflowVersion {
        id
        name
        version
      }
      context {
        messageCount
        droppedMessageCount
        summarisedMessageCount
        summaryTokens
        historyTokens
        historyBudget
        promptTokens
        contextWindow
        passageTokens
        retrieval {
          isEnabled
          mode
          topK
          minScore
          collections
          documentCount
          tokenBudget
          embedder
        }
      }
      summary {
        id
        text
        modelId
      }
      usage {
        id
        promptTokens
        completionTokens
        totalTokens
        isEstimated
        promptCost
        completionCost
        totalCost
        isPriced
      }
      message {
        id
        citations {
          number
          score
          isCited
          chunk {
            id
            document {
              id
              fileName
            }
          }
        }
      }
      finishReason
      errorCode
      errorMessage
      timeToFirstTokenMs
      durationMs
      createdAt
      endedAt
    }
  }
`);
