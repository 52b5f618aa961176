import { graphql } from '@parley/graphql';

export const jobFields = graphql(`
  fragment JobFields on Job {
    id
    kind
    key
    state
    attempts
    progress
    error
    startedAt
    endedAt
  }
`);

/** What the server does in the background: sums, what is at work, and what has failed. */
export const jobsQuery = graphql(`
  query Jobs {
    jobQueues {
      kind
      waiting
      retrying
      active
      completed
      failed
    }
    active: jobs(state: ACTIVE, first: 20) {
      nodes {
        ...JobFields
      }
    }
    failed: jobs(state: FAILED, first: 50) {
      totalCount
      nodes {
        ...JobFields
      }
    }
  }
`);

export const retryJobMutation = graphql(`
  mutation RetryJob($id: ID!) {
    retryJob(id: $id) {
      id
      state
    }
  }
`);

export const deleteJobMutation = graphql(`
  mutation DeleteJob($id: ID!) {
    deleteJob(id: $id)
  }
`);
