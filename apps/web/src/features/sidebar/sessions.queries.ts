import { graphql } from '@parley/graphql';

export const sessionRowFragment = graphql(`
  fragment SessionRow on ChatSession {
    id
    title
    isPinned
    isArchived
    deletedAt
    lastActivityAt
    activeRun {
      id
      status
    }
  }
`);

export const sessionsQuery = graphql(`
  query Sessions($first: Int, $after: String, $filter: SessionFilter) {
    sessions(first: $first, after: $after, filter: $filter) {
      edges {
        cursor
        node {
          ...SessionRow
        }
      }
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      totalCount
    }
  }
`);

/** One conversation as the list knows it, also where the list has not loaded it. */
export const sessionRowQuery = graphql(`
  query SessionRowById($id: ID!) {
    session(id: $id) {
      ...SessionRow
    }
  }
`);

export const sessionChangedSubscription = graphql(`
  subscription SessionChanged {
    sessionChanged {
      ...SessionRow
      messageCount
      activeLeaf {
        id
      }
    }
  }
`);

export const updateSessionRowMutation = graphql(`
  mutation UpdateSessionRow($input: UpdateSessionInput!) {
    updateSession(input: $input) {
      ...SessionRow
    }
  }
`);

export const deleteSessionMutation = graphql(`
  mutation DeleteSession($id: ID!) {
    deleteSession(id: $id)
  }
`);

export const restoreSessionMutation = graphql(`
  mutation RestoreSession($id: ID!) {
    restoreSession(id: $id) {
      ...SessionRow
    }
  }
`);

export const sessionTitleFragment = graphql(`
  fragment SessionTitle on ChatSession {
    title
  }
`);
