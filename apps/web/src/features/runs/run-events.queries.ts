import { graphql } from '@parley/graphql';

export const runEventsSubscription = graphql(`
  subscription RunEvents($runId: ID!, $after: Int!) {
    runEvents(runId: $runId, after: $after) {
      __typename
      ... on RunEvent {
        sequence
      }
      ... on CitationAdded {
        citation {
          ...CitationFields
        }
      }
      ... on TextDelta {
        partId
        delta
      }
      ... on ReasoningDelta {
        partId
        delta
      }
      ... on ToolCalled {
        partId
        toolName
        arguments
      }
      ... on ToolAnswered {
        partId
        result
        error
      }
      ... on RunEnded {
        status
        errorCode
        errorMessage
        message {
          ...MessageFields
        }
      }
    }
  }
`);

/** The same by polling, for when events do not get here. */
export const runSnapshotQuery = graphql(`
  query RunSnapshot($id: ID!) {
    run(id: $id) {
      id
      status
      errorCode
      errorMessage
      message {
        ...MessageFields
      }
    }
  }
`);
