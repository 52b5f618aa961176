/* eslint-disable */
import * as types from './graphql.ts';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "\n  fragment ViewerFields on User {\n    id\n    email\n    displayName\n    role\n    createdAt\n    preferences {\n      defaultModelId\n      parameters {\n        temperature\n        topP\n        topK\n        maxTokens\n        seed\n      }\n      systemPrompt\n      theme\n      streaming\n    }\n  }\n": typeof types.ViewerFieldsFragmentDoc,
    "\n  query Viewer {\n    viewer {\n      ...ViewerFields\n    }\n  }\n": typeof types.ViewerDocument,
    "\n  mutation SignIn($input: SignInInput!) {\n    signIn(input: $input) {\n      user {\n        ...ViewerFields\n      }\n    }\n  }\n": typeof types.SignInDocument,
    "\n  mutation SignUp($input: SignUpInput!) {\n    signUp(input: $input) {\n      user {\n        ...ViewerFields\n      }\n    }\n  }\n": typeof types.SignUpDocument,
    "\n  mutation SignOut {\n    signOut\n  }\n": typeof types.SignOutDocument,
    "\n  query Models {\n    models {\n      id\n      name\n      provider\n      contextWindow\n      maxOutputTokens\n      inputPricePerMillion\n      outputPricePerMillion\n      isAvailable\n      unavailableReason\n      isDefault\n      isLocal\n    }\n  }\n": typeof types.ModelsDocument,
    "\n  mutation UpdatePreferences($input: UpdatePreferencesInput!) {\n    updatePreferences(input: $input) {\n      defaultModelId\n      parameters {\n        temperature\n        topP\n        topK\n        maxTokens\n        seed\n      }\n      systemPrompt\n      theme\n      streaming\n    }\n  }\n": typeof types.UpdatePreferencesDocument,
    "\n  query AccountUsage {\n    viewer {\n      id\n      usage {\n        requests\n        promptTokens\n        completionTokens\n        totalTokens\n        totalCost\n      }\n    }\n  }\n": typeof types.AccountUsageDocument,
    "\n  fragment SessionRow on ChatSession {\n    id\n    title\n    isPinned\n    isArchived\n    lastActivityAt\n    activeRun {\n      id\n      status\n    }\n  }\n": typeof types.SessionRowFragmentDoc,
    "\n  query Sessions($first: Int, $after: String, $filter: SessionFilter) {\n    sessions(first: $first, after: $after, filter: $filter) {\n      edges {\n        cursor\n        node {\n          ...SessionRow\n        }\n      }\n      pageInfo {\n        hasNextPage\n        hasPreviousPage\n        startCursor\n        endCursor\n      }\n      totalCount\n    }\n  }\n": typeof types.SessionsDocument,
    "\n  subscription SessionChanged {\n    sessionChanged {\n      ...SessionRow\n    }\n  }\n": typeof types.SessionChangedDocument,
    "\n  mutation UpdateSessionRow($input: UpdateSessionInput!) {\n    updateSession(input: $input) {\n      ...SessionRow\n    }\n  }\n": typeof types.UpdateSessionRowDocument,
    "\n  mutation DeleteSession($id: ID!) {\n    deleteSession(id: $id)\n  }\n": typeof types.DeleteSessionDocument,
    "\n  mutation RestoreSession($id: ID!) {\n    restoreSession(id: $id) {\n      ...SessionRow\n    }\n  }\n": typeof types.RestoreSessionDocument,
    "\n  fragment SessionTitle on ChatSession {\n    title\n  }\n": typeof types.SessionTitleFragmentDoc,
};
const documents: Documents = {
    "\n  fragment ViewerFields on User {\n    id\n    email\n    displayName\n    role\n    createdAt\n    preferences {\n      defaultModelId\n      parameters {\n        temperature\n        topP\n        topK\n        maxTokens\n        seed\n      }\n      systemPrompt\n      theme\n      streaming\n    }\n  }\n": types.ViewerFieldsFragmentDoc,
    "\n  query Viewer {\n    viewer {\n      ...ViewerFields\n    }\n  }\n": types.ViewerDocument,
    "\n  mutation SignIn($input: SignInInput!) {\n    signIn(input: $input) {\n      user {\n        ...ViewerFields\n      }\n    }\n  }\n": types.SignInDocument,
    "\n  mutation SignUp($input: SignUpInput!) {\n    signUp(input: $input) {\n      user {\n        ...ViewerFields\n      }\n    }\n  }\n": types.SignUpDocument,
    "\n  mutation SignOut {\n    signOut\n  }\n": types.SignOutDocument,
    "\n  query Models {\n    models {\n      id\n      name\n      provider\n      contextWindow\n      maxOutputTokens\n      inputPricePerMillion\n      outputPricePerMillion\n      isAvailable\n      unavailableReason\n      isDefault\n      isLocal\n    }\n  }\n": types.ModelsDocument,
    "\n  mutation UpdatePreferences($input: UpdatePreferencesInput!) {\n    updatePreferences(input: $input) {\n      defaultModelId\n      parameters {\n        temperature\n        topP\n        topK\n        maxTokens\n        seed\n      }\n      systemPrompt\n      theme\n      streaming\n    }\n  }\n": types.UpdatePreferencesDocument,
    "\n  query AccountUsage {\n    viewer {\n      id\n      usage {\n        requests\n        promptTokens\n        completionTokens\n        totalTokens\n        totalCost\n      }\n    }\n  }\n": types.AccountUsageDocument,
    "\n  fragment SessionRow on ChatSession {\n    id\n    title\n    isPinned\n    isArchived\n    lastActivityAt\n    activeRun {\n      id\n      status\n    }\n  }\n": types.SessionRowFragmentDoc,
    "\n  query Sessions($first: Int, $after: String, $filter: SessionFilter) {\n    sessions(first: $first, after: $after, filter: $filter) {\n      edges {\n        cursor\n        node {\n          ...SessionRow\n        }\n      }\n      pageInfo {\n        hasNextPage\n        hasPreviousPage\n        startCursor\n        endCursor\n      }\n      totalCount\n    }\n  }\n": types.SessionsDocument,
    "\n  subscription SessionChanged {\n    sessionChanged {\n      ...SessionRow\n    }\n  }\n": types.SessionChangedDocument,
    "\n  mutation UpdateSessionRow($input: UpdateSessionInput!) {\n    updateSession(input: $input) {\n      ...SessionRow\n    }\n  }\n": types.UpdateSessionRowDocument,
    "\n  mutation DeleteSession($id: ID!) {\n    deleteSession(id: $id)\n  }\n": types.DeleteSessionDocument,
    "\n  mutation RestoreSession($id: ID!) {\n    restoreSession(id: $id) {\n      ...SessionRow\n    }\n  }\n": types.RestoreSessionDocument,
    "\n  fragment SessionTitle on ChatSession {\n    title\n  }\n": types.SessionTitleFragmentDoc,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ViewerFields on User {\n    id\n    email\n    displayName\n    role\n    createdAt\n    preferences {\n      defaultModelId\n      parameters {\n        temperature\n        topP\n        topK\n        maxTokens\n        seed\n      }\n      systemPrompt\n      theme\n      streaming\n    }\n  }\n"): (typeof documents)["\n  fragment ViewerFields on User {\n    id\n    email\n    displayName\n    role\n    createdAt\n    preferences {\n      defaultModelId\n      parameters {\n        temperature\n        topP\n        topK\n        maxTokens\n        seed\n      }\n      systemPrompt\n      theme\n      streaming\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Viewer {\n    viewer {\n      ...ViewerFields\n    }\n  }\n"): (typeof documents)["\n  query Viewer {\n    viewer {\n      ...ViewerFields\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SignIn($input: SignInInput!) {\n    signIn(input: $input) {\n      user {\n        ...ViewerFields\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation SignIn($input: SignInInput!) {\n    signIn(input: $input) {\n      user {\n        ...ViewerFields\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SignUp($input: SignUpInput!) {\n    signUp(input: $input) {\n      user {\n        ...ViewerFields\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation SignUp($input: SignUpInput!) {\n    signUp(input: $input) {\n      user {\n        ...ViewerFields\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SignOut {\n    signOut\n  }\n"): (typeof documents)["\n  mutation SignOut {\n    signOut\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Models {\n    models {\n      id\n      name\n      provider\n      contextWindow\n      maxOutputTokens\n      inputPricePerMillion\n      outputPricePerMillion\n      isAvailable\n      unavailableReason\n      isDefault\n      isLocal\n    }\n  }\n"): (typeof documents)["\n  query Models {\n    models {\n      id\n      name\n      provider\n      contextWindow\n      maxOutputTokens\n      inputPricePerMillion\n      outputPricePerMillion\n      isAvailable\n      unavailableReason\n      isDefault\n      isLocal\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation UpdatePreferences($input: UpdatePreferencesInput!) {\n    updatePreferences(input: $input) {\n      defaultModelId\n      parameters {\n        temperature\n        topP\n        topK\n        maxTokens\n        seed\n      }\n      systemPrompt\n      theme\n      streaming\n    }\n  }\n"): (typeof documents)["\n  mutation UpdatePreferences($input: UpdatePreferencesInput!) {\n    updatePreferences(input: $input) {\n      defaultModelId\n      parameters {\n        temperature\n        topP\n        topK\n        maxTokens\n        seed\n      }\n      systemPrompt\n      theme\n      streaming\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query AccountUsage {\n    viewer {\n      id\n      usage {\n        requests\n        promptTokens\n        completionTokens\n        totalTokens\n        totalCost\n      }\n    }\n  }\n"): (typeof documents)["\n  query AccountUsage {\n    viewer {\n      id\n      usage {\n        requests\n        promptTokens\n        completionTokens\n        totalTokens\n        totalCost\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment SessionRow on ChatSession {\n    id\n    title\n    isPinned\n    isArchived\n    lastActivityAt\n    activeRun {\n      id\n      status\n    }\n  }\n"): (typeof documents)["\n  fragment SessionRow on ChatSession {\n    id\n    title\n    isPinned\n    isArchived\n    lastActivityAt\n    activeRun {\n      id\n      status\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Sessions($first: Int, $after: String, $filter: SessionFilter) {\n    sessions(first: $first, after: $after, filter: $filter) {\n      edges {\n        cursor\n        node {\n          ...SessionRow\n        }\n      }\n      pageInfo {\n        hasNextPage\n        hasPreviousPage\n        startCursor\n        endCursor\n      }\n      totalCount\n    }\n  }\n"): (typeof documents)["\n  query Sessions($first: Int, $after: String, $filter: SessionFilter) {\n    sessions(first: $first, after: $after, filter: $filter) {\n      edges {\n        cursor\n        node {\n          ...SessionRow\n        }\n      }\n      pageInfo {\n        hasNextPage\n        hasPreviousPage\n        startCursor\n        endCursor\n      }\n      totalCount\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription SessionChanged {\n    sessionChanged {\n      ...SessionRow\n    }\n  }\n"): (typeof documents)["\n  subscription SessionChanged {\n    sessionChanged {\n      ...SessionRow\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation UpdateSessionRow($input: UpdateSessionInput!) {\n    updateSession(input: $input) {\n      ...SessionRow\n    }\n  }\n"): (typeof documents)["\n  mutation UpdateSessionRow($input: UpdateSessionInput!) {\n    updateSession(input: $input) {\n      ...SessionRow\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DeleteSession($id: ID!) {\n    deleteSession(id: $id)\n  }\n"): (typeof documents)["\n  mutation DeleteSession($id: ID!) {\n    deleteSession(id: $id)\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RestoreSession($id: ID!) {\n    restoreSession(id: $id) {\n      ...SessionRow\n    }\n  }\n"): (typeof documents)["\n  mutation RestoreSession($id: ID!) {\n    restoreSession(id: $id) {\n      ...SessionRow\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment SessionTitle on ChatSession {\n    title\n  }\n"): (typeof documents)["\n  fragment SessionTitle on ChatSession {\n    title\n  }\n"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;