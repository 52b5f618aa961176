import { graphql } from '@parley/graphql';

export const collectionsQuery = graphql(`
  query Collections {
    collections {
      id
      name
    }
  }
`);

export const createCollectionMutation = graphql(`
  mutation CreateCollection($input: CreateCollectionInput!) {
    createCollection(input: $input) {
      id
      name
    }
  }
`);
