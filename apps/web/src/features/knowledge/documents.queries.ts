import { graphql } from '@parley/graphql';

export const documentFields = graphql(`
  fragment DocumentFields on Document {
    id
    fileName
    mediaType
    sizeBytes
    status
    progress
    errorCode
    errorMessage
    chunkCount
    isActive
    isDeleted
    createdAt
    metadata
    collection {
      id
      name
    }
    session {
      id
      title
    }
  }
`);

export const documentsQuery = graphql(`
  query Documents($first: Int!, $after: String, $collectionId: ID) {
    documents(first: $first, after: $after, collectionId: $collectionId) {
      edges {
        cursor
        node {
          ...DocumentFields
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
      totalCount
    }
  }
`);

export const documentStorageQuery = graphql(`
  query DocumentStorage {
    documentStorage {
      usedBytes
      limitBytes
      maxFileBytes
    }
  }
`);

export const documentQuery = graphql(`
  query Document($id: ID!) {
    document(id: $id) {
      ...DocumentFields
    }
  }
`);

export const documentChangedSubscription = graphql(`
  subscription DocumentChanged {
    documentChanged {
      ...DocumentFields
    }
  }
`);

export const updateDocumentMutation = graphql(`
  mutation UpdateDocument($input: UpdateDocumentInput!) {
    updateDocument(input: $input) {
      ...DocumentFields
    }
  }
`);

export const retryDocumentMutation = graphql(`
  mutation RetryDocument($id: ID!) {
    retryDocument(id: $id) {
      ...DocumentFields
    }
  }
`);

export const deleteDocumentMutation = graphql(`
  mutation DeleteDocument($id: ID!) {
    deleteDocument(id: $id)
  }
`);
