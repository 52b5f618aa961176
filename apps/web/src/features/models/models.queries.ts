import { graphql } from '@parley/graphql';

export const modelsQuery = graphql(`
  query Models {
    models {
      id
      name
      provider
      contextWindow
      maxOutputTokens
      inputPricePerMillion
      outputPricePerMillion
      isAvailable
      unavailableReason
      providerLabel
      isDefault
      isLocal
    }
  }
`);
