import { graphql } from '@parley/graphql';

export const collectionsQuery = graphql(`
  query Collections {
    collections {
      id
      name
    }
  }
`);

export const collectionSizesQuery = graphql(`
  query CollectionSizes {
    collections {
      id
      documentCount
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

export const updateCollectionMutation = graphql(`
  mutation UpdateCollection($input: UpdateCollectionInput!) {
    updateCollection(input: $input) {
      id
      name
    }
  }
`);

export const deleteCollectionMutation = graphql(`
  mutation DeleteCollection($id: ID!) {
    deleteCollection(id: $id)
  }
`);
