import { graphql } from '@parley/graphql';

export const passageFields = graphql(`
  fragment PassageFields on Chunk {
    id
    ordinal
    text
    tokenCount
    location {
      page
      line
      endLine
      row
      endRow
      path
    }
  }
`);

/** A document and its passages from one of them on. */
export const passagesQuery = graphql(`
  query Passages($id: ID!, $from: Int, $first: Int!) {
    document(id: $id) {
      ...DocumentFields
      chunks(from: $from, first: $first) {
        nodes {
          ...PassageFields
        }
        totalCount
      }
    }
  }
`);
