import { graphql } from '@parley/graphql';

/** A passage an answer was given; its text is asked for when somebody wants to read it. */
export const citationFields = graphql(`
  fragment CitationFields on Citation {
    number
    score
    isCited
    chunk {
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
      document {
        id
        fileName
      }
    }
  }
`);
