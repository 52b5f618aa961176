import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  Kind,
  NoSchemaIntrospectionCustomRule,
  type OperationDefinitionNode,
  parse,
  specifiedRules,
  validate,
  type ValidationRule,
} from 'graphql';
import { MAX_ERRORS } from './errors.ts';
import { queryLimits, queryLimitsRule } from './query-limits.ts';

/** Rules beyond the specification's, the same on every transport. */
export function ownRules(allowIntrospection: boolean): ValidationRule[] {
  return allowIntrospection ? [queryLimitsRule] : [queryLimitsRule, NoSchemaIntrospectionCustomRule];
}

export interface SubscriptionRequest {
  query: string;
  operationName?: string | null | undefined;
}

/** Parses and checks what comes over a transport that only takes subscriptions. */
export function createSubscriptionParser(
  schema: GraphQLSchema,
  allowIntrospection: boolean,
): (
  request: SubscriptionRequest,
) => { document: DocumentNode; operation: OperationDefinitionNode } | readonly GraphQLError[] {
  const own = ownRules(allowIntrospection);
  return ({ query, operationName }) => {
    const document = tryParse(query);
    if (document instanceof GraphQLError) return [document];
    // Ours first and alone: a document that is too large is not worth the other rules' time.
    const tooLarge = validate(schema, document, own, { maxErrors: MAX_ERRORS });
    if (tooLarge.length > 0) return tooLarge.map(asValidationError);
    const faults = validate(schema, document, specifiedRules, { maxErrors: MAX_ERRORS, hideSuggestions: true });
    if (faults.length > 0) return faults.slice(0, MAX_ERRORS).map(asValidationError);
    const operation = getOperationAST(document, operationName);
    if (!operation) return [requestError('The document has no such operation.')];
    if (operation.operation !== 'subscription')
      return [requestError('Only subscriptions are taken here; POST /graphql takes the rest.')];
    return { document, operation };
  };
}

function tryParse(query: string): DocumentNode | GraphQLError {
  try {
    return parse(query, { maxTokens: queryLimits.tokens, noLocation: false });
  } catch (error) {
    const message = error instanceof Error ? error.message : 'Syntax error.';
    return new GraphQLError(message, { extensions: { code: 'GRAPHQL_PARSE_FAILED' } });
  }
}

const asValidationError = (error: GraphQLError): GraphQLError =>
  new GraphQLError(error.message, {
    nodes: error.nodes,
    extensions: { code: 'GRAPHQL_VALIDATION_FAILED', ...error.extensions },
  });

const requestError = (message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code: 'BAD_REQUEST' } });

/** The root field of a subscription, when it is written directly and not in a fragment. */
export function rootField(operation: OperationDefinitionNode) {
  const [selection] = operation.selectionSet.selections;
  return selection?.kind === Kind.FIELD ? selection : undefined;
}
