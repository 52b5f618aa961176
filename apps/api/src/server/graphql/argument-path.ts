import { GraphQLError, Kind, type Token, TokenKind } from 'graphql';

/**
 * The argument that holds the literal an error is about, as the API names it: `parameters.temperature` for a value
 * inside of `input`. Undefined for an error about anything else.
 */
export function argumentAt(error: unknown): string | undefined {
  const node = error instanceof GraphQLError ? error.nodes?.[0] : undefined;
  const start = node?.loc?.startToken;
  if (!start) return undefined;
  const isNamed = node.kind === Kind.OBJECT_FIELD || node.kind === Kind.ARGUMENT;
  return pathTo(start, isNamed ? [start.value] : []);
}

const opening = new Set<string>([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const closing = new Set<string>([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/** Walks back from a value to the parenthesis of its arguments; every brace that is open there has a name before it. */
function pathTo(start: Token, names: string[]): string | undefined {
  let depth = 0;
  let isNameAhead = names.length === 0;
  for (let token = start.prev; token; token = token.prev) {
    if (closing.has(token.kind)) depth++;
    else if (depth > 0) depth -= opening.has(token.kind) ? 1 : 0;
    else if (token.kind === TokenKind.PAREN_L) return names.join('.').replace(/^input\.(?=.)/, '') || undefined;
    else if (opening.has(token.kind)) isNameAhead = true;
    else if (token.kind === TokenKind.COLON && isNameAhead) {
      names.unshift(token.prev?.value ?? '');
      isNameAhead = false;
    }
  }
  return undefined;
}
