import { graphql } from '@parley/graphql';

/** A passage an answer was given; its text is asked for when somebody wants to read it. */
export const citationFields = graphql(`
  fragment CitationFields on Citation {
    number
    score
    isCited
    chunk {
      ...PassagePlace
      document {
        id
        fileName
      }
    }
  }
`);
