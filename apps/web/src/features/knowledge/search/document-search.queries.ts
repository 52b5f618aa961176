import { graphql } from '@parley/graphql';

/** Passages that fit a question, with what each half of the search says of them. */
export const documentSearchQuery = graphql(`
  query DocumentSearch($input: SearchDocumentsInput!) {
    searchDocuments(input: $input) {
      score
      wordScore
      similarity
      highlights {
        start
        end
      }
      chunk {
        ...PassageFields
        document {
          id
          fileName
          collection {
            id
            name
          }
        }
      }
    }
  }
`);
