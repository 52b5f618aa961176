import { runEventTypesFixture } from '../../../test/support/run-event-fixture.ts';
import { buildSchema, execute, type GraphQLSchema, getOperationAST, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { compileRunEvents } from './run-event-selection.ts';

const schema: GraphQLSchema = buildSchema(`
  interface RunEvent { runId: ID! sequence: Int! }
  type Message { id: ID! }
  type RunStarted implements RunEvent { runId: ID! sequence: Int! message: Message! modelId: ID! }
  type TextDelta implements RunEvent { runId: ID! sequence: Int! partId: ID! delta: String! }
  type RunEnded implements RunEvent { runId: ID! sequence: Int! status: String! errorCode: String errorMessage: String message: Message! }
  type Query { runEvents(runId: ID!, after: Int = -1): RunEvent! }
  type Subscription { runEvents(runId: ID!, after: Int = -1): RunEvent! }
`);

const compileQuery = (source: string, variables: Record<string, unknown> = {}) => {
  const document = parse(source);
  return compileRunEvents(schema, document, getOperationAST(document)!, variables);
};

describe('compileRunEvents', () => {
  const source = `subscription($id: ID!) {
    events: runEvents(runId: $id, after: 3) {
      __typename runId number: sequence ... on TextDelta { delta } ...Delta ... on RunEnded { status errorCode }
    }
  }
  fragment Delta on TextDelta { partId text: delta }`;

  it('reads the arguments', () => {
    expect(compileQuery(source, { id: 'r' })).toMatchObject({ runId: 'r', after: 3 });
    expect(compileQuery('subscription { runEvents(runId: "x") { sequence } }')).toMatchObject({
      runId: 'x',
      after: -1,
    });
  });

  it.each(runEventTypesFixture)('renders $__typename as the executor does', (event) => {
    const selection = compileQuery(source, { id: 'r' })!;
    const asQuery = parse(source.replace('subscription', 'query'));
    const executed = execute({
      schema,
      document: asQuery,
      rootValue: { runEvents: event },
      variableValues: { id: 'r' },
    });
    expect(JSON.parse(selection.rendererOf(event.__typename)!(event))).toEqual(
      JSON.parse(JSON.stringify((executed as { data: unknown }).data)),
    );
  });

  it('leaves events whose selection reaches other objects to the executor, and only those', () => {
    const selection = compileQuery(
      'subscription { runEvents(runId: "x") { sequence ... on RunEnded { message { id } } } }',
    )!;
    expect(selection.rendererOf('RunEnded')).toBeNull();
    expect(selection.rendererOf('TextDelta')).not.toBeNull();
  });

  it('leaves directives to the executor', () => {
    expect(
      compileQuery('subscription { runEvents(runId: "x") { sequence @skip(if: true) } }')!.rendererOf('TextDelta'),
    ).toBeNull();
  });

  it('knows other subscriptions from it', () => {
    expect(compileQuery('subscription { __typename }')).toBeNull();
  });
});
