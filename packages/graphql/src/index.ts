export { graphql } from './generated/gql.ts';
export type { DocumentType } from './generated/gql.ts';
export type * from './generated/graphql.ts';
