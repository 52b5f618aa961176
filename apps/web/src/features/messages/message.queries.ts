import { graphql } from '@parley/graphql';

export const messageFields = graphql(`
  fragment MessageFields on Message {
    id
    role
    status
    modelId
    createdAt
    parts {
      __typename
      ... on MessagePart {
        id
      }
      ... on TextPart {
        text
      }
      ... on ReasoningPart {
        text
      }
      ... on ToolPart {
        toolName
        arguments
        result
        error
        durationMs
      }
      ... on FilePart {
        document {
          id
          fileName
          sizeBytes
        }
      }
    }
    citations {
      ...CitationFields
    }
    parent {
      id
    }
    siblings {
      id
    }
    feedback {
      id
      rating
      categories
      text
    }
    run {
      id
      status
      modelId
      finishReason
      errorCode
      errorMessage
      timeToFirstTokenMs
      durationMs
    }
  }
`);
