import {
  type ASTVisitor,
  type DocumentNode,
  type FieldNode,
  GraphQLError,
  Kind,
  type SelectionSetNode,
  type ValidationContext,
  type ValidationRule,
} from 'graphql';

/** What one document may ask for, on every transport. */
export const queryLimits = {
  tokens: 2_000,
  depth: 15,
  aliases: 30,
  directives: 50,
  /** Fields, those in a list counted once per item asked for. */
  cost: 100_000,
  /** Operations and fragments. */
  definitions: 30,
} as const;

interface Measure {
  depth: number;
  cost: number;
  aliases: number;
}

const nothing: Measure = { depth: 0, cost: 0, aliases: 0 };
const tooDeep: Measure = { depth: Infinity, cost: Infinity, aliases: Infinity };

/** Refuses documents that would cost too much, before anything of them is run. */
export const queryLimitsRule: ValidationRule = (context: ValidationContext): ASTVisitor => ({
  Document(document) {
    const problem = findProblem(document);
    if (!problem) return undefined;
    context.reportError(problem);
    return false;
  },
});

function findProblem(document: DocumentNode): GraphQLError | null {
  if (document.definitions.length > queryLimits.definitions) return tooMuch('definitions');
  if (countDirectives(document) > queryLimits.directives) return tooMuch('directives');
  const measure = createMeasure(document);
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const { depth, aliases, cost } = measure(definition.selectionSet, new Set());
    if (depth > queryLimits.depth) return tooMuch('depth');
    if (aliases > queryLimits.aliases) return tooMuch('aliases');
    if (cost > queryLimits.cost) {
      return new GraphQLError(
        `The query requests more than ${queryLimits.cost} fields, counting list items. Request smaller pages.`,
        {
          extensions: { code: 'QUERY_TOO_COMPLEX' },
        },
      );
    }
  }
  return null;
}

function tooMuch(what: keyof typeof queryLimits): GraphQLError {
  return new GraphQLError(
    `The query has too many ${what === 'depth' ? 'levels' : what}: at most ${queryLimits[what]}.`,
  );
}

/** Measures selections; each fragment once. A cycle, which another rule reports, counts as too deep. */
function createMeasure(document: DocumentNode): (selections: SelectionSetNode, path: ReadonlySet<string>) => Measure {
  const fragments = new Map(
    document.definitions.flatMap((each) =>
      each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each.selectionSet]] : [],
    ),
  );
  const known = new Map<string, Measure>();

  function ofFragment(name: string, path: ReadonlySet<string>): Measure {
    const selections = fragments.get(name);
    if (!selections) return nothing;
    if (path.has(name)) return tooDeep;
    const measured = known.get(name) ?? ofSelections(selections, new Set(path).add(name));
    known.set(name, measured);
    return measured;
  }

  function ofField(field: FieldNode, path: ReadonlySet<string>): Measure {
    const aliases = field.alias ? 1 : 0;
    // Introspection is deep by nature and cheap: the token limit bounds it.
    if (!field.selectionSet || field.name.value.startsWith('__')) return { depth: 1, cost: 1, aliases };
    const below = ofSelections(field.selectionSet, path);
    return { depth: 1 + below.depth, cost: 1 + below.cost * pageSize(field), aliases: aliases + below.aliases };
  }

  function ofSelections(set: SelectionSetNode, path: ReadonlySet<string>): Measure {
    let { depth, cost, aliases } = nothing;
    for (const selection of set.selections) {
      const each =
        selection.kind === Kind.FIELD
          ? ofField(selection, path)
          : selection.kind === Kind.INLINE_FRAGMENT
            ? ofSelections(selection.selectionSet, path)
            : ofFragment(selection.name.value, path);
      depth = Math.max(depth, each.depth);
      cost += each.cost;
      aliases += each.aliases;
    }
    return { depth, cost, aliases };
  }

  return ofSelections;
}

/** How many items a field asks for; a variable counts as a default page. */
function pageSize(field: FieldNode): number {
  const size = field.arguments?.find(({ name }) => name.value === 'first' || name.value === 'last')?.value;
  if (!size) return 1;
  return size.kind === Kind.INT ? Math.max(1, Number(size.value)) : 30;
}

function countDirectives(document: DocumentNode): number {
  let count = 0;
  const visitSet = (set: SelectionSetNode | undefined): void => {
    for (const selection of set?.selections ?? []) {
      count += selection.directives?.length ?? 0;
      if (selection.kind !== Kind.FRAGMENT_SPREAD) visitSet(selection.selectionSet);
    }
  };
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION && definition.kind !== Kind.FRAGMENT_DEFINITION) continue;
    count += definition.directives?.length ?? 0;
    visitSet(definition.selectionSet);
  }
  return count;
}
