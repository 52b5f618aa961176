import { graphql } from '@parley/graphql';

export const parameterFields = graphql(`
  fragment ParameterFields on GenerationParameters {
    temperature
    topP
    topK
    maxTokens
    seed
  }
`);
