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
import { findConditionalRoot } from './conditional-root.ts';
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

interface Operation {
  document: DocumentNode;
  operation: OperationDefinitionNode;
}

/** Documents that are kept parsed and checked: an app sends the same few again and again. */
const KEPT_DOCUMENTS = 100;
const KEPT_LENGTH = 4_000;

/** Parses and checks what comes over a transport that only takes subscriptions. */
export function createSubscriptionParser(
  schema: GraphQLSchema,
  allowIntrospection: boolean,
): (request: SubscriptionRequest) => Operation | readonly GraphQLError[] {
  const kept = new Map<string, Operation>();
  return (request) => {
    const key = JSON.stringify([request.query, request.operationName]);
    const known = kept.get(key);
    if (known) return known;
    const parsed = parseSubscription(schema, ownRules(allowIntrospection), request);
    if ('document' in parsed && key.length <= KEPT_LENGTH) {
      if (kept.size >= KEPT_DOCUMENTS) kept.clear();
      kept.set(key, parsed);
    }
    return parsed;
  };
}

function parseSubscription(
  schema: GraphQLSchema,
  own: ValidationRule[],
  { query, operationName }: SubscriptionRequest,
): Operation | readonly GraphQLError[] {
  const document = tryParse(query);
  if (document instanceof GraphQLError) return [document];
  // Ours first and alone: a document that is too large is not worth the other rules' time.
  const tooLarge = validate(schema, document, own, { maxErrors: MAX_ERRORS });
  if (tooLarge.length > 0) return tooLarge.map(asValidationError);
  const conditional = findConditionalRoot(document);
  if (conditional) return [conditional];
  const faults = validate(schema, document, specifiedRules, { maxErrors: MAX_ERRORS, hideSuggestions: true });
  if (faults.length > 0) return faults.slice(0, MAX_ERRORS).map(asValidationError);
  const operation = getOperationAST(document, operationName);
  if (!operation) return [requestError('The document has no such operation.')];
  if (operation.operation !== 'subscription')
    return [requestError('Only subscriptions are taken here; POST /graphql takes the rest.')];
  return { document, operation };
}

/** The document, or the error that says why it is none. */
export function tryParse(query: string): DocumentNode | GraphQLError {
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
