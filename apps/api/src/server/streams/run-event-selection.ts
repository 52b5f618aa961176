import type { RunEvent, RunEventType } from '@parley/run-events';
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  getArgumentValues,
  getVariableValues,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { rootField } from '../graphql/operations.ts';

/** Fields of each event that are plain values of the event itself. */
const plainFields: Record<RunEventType, readonly string[]> = {
  RunStarted: ['modelId'],
  CitationAdded: [],
  TextDelta: ['partId', 'delta'],
  ReasoningDelta: ['partId', 'delta'],
  ToolCalled: ['partId', 'toolName', 'arguments'],
  ToolAnswered: ['partId', 'result', 'error'],
  RunEnded: ['status', 'errorCode', 'errorMessage'],
};
const commonFields = ['__typename', 'runId', 'sequence'];

/** Gives the value of `data` for an event as JSON. */
export type EventRenderer = (event: RunEvent) => string;

/** A subscription to runEvents, its selection compiled once. */
export interface RunEventSelection {
  runId: string;
  after: number;
  /** How to render an event, or null for one whose selection needs the executor: it asks for other objects. */
  rendererOf(type: RunEventType): EventRenderer | null;
}

/**
 * Compiles the selection of a validated `runEvents` subscription, so that a token costs no execution.
 * Null when it is another subscription, or written in a way that is left to the executor (root fragments, directives).
 */
export function compileRunEvents(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): RunEventSelection | null {
  const field = rootField(operation);
  const definition = schema.getSubscriptionType()?.getFields()['runEvents'];
  if (!definition || field?.name.value !== 'runEvents' || field.directives?.length || !field.selectionSet) return null;
  const { runId, after } = getArgumentValues(definition, field, coerceVariables(schema, operation, variables)) as {
    runId: string;
    after: number;
  };
  const fragments = new Map(
    document.definitions.flatMap((each) =>
      each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each] as const] : [],
    ),
  );
  const key = field.alias?.value ?? 'runEvents';
  const selectionSet = field.selectionSet;
  const renderers = new Map<RunEventType, EventRenderer | null>();
  return {
    runId,
    after: after ?? -1,
    rendererOf(type) {
      const known = renderers.get(type);
      if (known !== undefined) return known;
      const fields = collectFields(selectionSet, type, fragments);
      const renderer = fields && compile(key, fields, type);
      renderers.set(type, renderer);
      return renderer;
    },
  };
}

function coerceVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): Record<string, unknown> {
  const { coerced, errors } = getVariableValues(schema, operation.variableDefinitions ?? [], variables, {
    maxErrors: 1,
  });
  if (coerced) return coerced;
  throw errors[0]!;
}

/** Response keys with field names that apply to a type, in order; null where the executor is needed. */
function collectFields(
  selections: SelectionSetNode,
  type: RunEventType,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): Map<string, string> | null {
  const found = new Map<string, string>();
  for (const selection of selections.selections) {
    if (selection.directives?.length) return null;
    if (selection.kind === Kind.FIELD) {
      if (!isPlain(selection, type)) return null;
      found.set(selection.alias?.value ?? selection.name.value, selection.name.value);
      continue;
    }
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
    const condition = fragment?.typeCondition?.name.value;
    if (!fragment || fragment.directives?.length) return null;
    if (condition !== undefined && condition !== type && condition !== 'RunEvent') continue;
    const inner = collectFields(fragment.selectionSet, type, fragments);
    if (!inner) return null;
    for (const [key, name] of inner) found.set(key, name);
  }
  return found;
}

function isPlain(field: FieldNode, type: RunEventType): boolean {
  return !field.selectionSet && [...commonFields, ...plainFields[type]].includes(field.name.value);
}

/** The JSON of fields that every token has; an access by name for each of them would cost more than all else. */
const usualFields: Partial<Record<string, (event: RunEvent) => string | number>> = {
  // Its ids are UUIDs: nothing in them needs escaping.
  runId: (event) => `"${event.runId}"`,
  sequence: (event) => event.sequence,
  delta: (event) => JSON.stringify((event as { delta: string }).delta),
};

function compile(rootKey: string, fields: ReadonlyMap<string, string>, type: RunEventType): EventRenderer {
  const pieces: { before: string; valueOf: (event: RunEvent) => string | number }[] = [];
  let before = `{${JSON.stringify(rootKey)}:{`;
  let isFirst = true;
  for (const [key, name] of fields) {
    before += `${isFirst ? '' : ','}${JSON.stringify(key)}:`;
    isFirst = false;
    if (name === '__typename') {
      before += JSON.stringify(type);
      continue;
    }
    pieces.push({ before, valueOf: usualFields[name] ?? ((event) => JSON.stringify(event[name as never] ?? null)) });
    before = '';
  }
  const end = `${before}}}`;
  return (event) => {
    let json = '';
    for (const piece of pieces) json += piece.before + piece.valueOf(event);
    return json + end;
  };
}
