import { graphql } from '@parley/graphql';

/** Which passage, and where in its document it is. */
export const passagePlace = graphql(`
  fragment PassagePlace on Chunk {
    id
    ordinal
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

export const passageFields = graphql(`
  fragment PassageFields on Chunk {
    ...PassagePlace
    text
    tokenCount
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
