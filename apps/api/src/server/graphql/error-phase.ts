import { GraphQLError, Kind, OperationTypeNode, parse, type Source } from 'graphql';

/**
 * Where in a request an error came up: `change` while a mutation did its work, `readBack` below what it had done, `reading`
 * anywhere else.
 */
export type ErrorPhase = 'change' | 'readBack' | 'reading';

export function phaseOf(error: unknown): ErrorPhase {
  if (!(error instanceof GraphQLError) || !error.path || !error.source) return 'reading';
  if (!changes(error.source)) return 'reading';
  return error.path.length > 1 ? 'readBack' : 'change';
}

const known = new WeakMap<Source, boolean>();

/** Whether what a document does is all mutations; it was executed, so it can be parsed. */
function changes(source: Source): boolean {
  let isChange = known.get(source);
  if (isChange === undefined) {
    const operations = parse(source.body).definitions.filter((each) => each.kind === Kind.OPERATION_DEFINITION);
    isChange = operations.every(({ operation }) => operation === OperationTypeNode.MUTATION);
    known.set(source, isChange);
  }
  return isChange;
}
