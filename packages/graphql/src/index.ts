export { graphql } from './generated/gql.ts';
export type { DocumentType } from './generated/gql.ts';
export type * from './generated/graphql.ts';
export { default as introspection } from './generated/possible-types.ts';
