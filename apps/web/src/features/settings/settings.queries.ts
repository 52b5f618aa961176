import { graphql } from '@parley/graphql';

export const updatePreferencesMutation = graphql(`
  mutation UpdatePreferences($input: UpdatePreferencesInput!) {
    updatePreferences(input: $input) {
      ...PreferencesFields
    }
  }
`);

export const accountUsageQuery = graphql(`
  query AccountUsage {
    viewer {
      id
      usage {
        requests
        promptTokens
        completionTokens
        totalTokens
        totalCost
        unpricedRequests
      }
    }
  }
`);
