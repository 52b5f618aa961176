import { buildSchema, GraphQLError, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { argumentAt } from './argument-path.ts';

const schema = buildSchema(`
  input Settings { temperature: Float topP: Float }
  input Item { size: Int! tags: [Int!] }
  input Input { settings: Settings items: [Item!] }
  type Query { ask(input: Input, first: Int): Int }
`);

const placeIn = (query: string): string | undefined => argumentAt(validate(schema, parse(query))[0]);

describe('argumentAt', () => {
  it.each([
    ['{ ask(first: "x") }', 'first'],
    ['{ ask(input: { settings: { topP: 1, temperature: "x" } }, first: 1) }', 'settings.temperature'],
    ['{ ask(first: 1, input: { items: [{ size: 1, tags: [1] }, { size: 1.5 }] }) }', 'items.size'],
    ['{ ask(input: { items: [{ size: 1, tags: [1, "x"] }] }) }', 'items.tags'],
    ['{ ask(input: { settings: { temprature: 1 } }) }', 'settings.temprature'],
    ['{ ask(frist: 1) }', 'frist'],
  ])('%s', (query, path) => expect(placeIn(query)).toBe(path));

  it.each(['{ nothing }', '{ ask(first: 1) nothing }'])('%s is about no argument', (query) => {
    expect(placeIn(query)).toBeUndefined();
  });

  it('knows nothing of errors without a place', () => {
    expect(argumentAt(new GraphQLError('x'))).toBeUndefined();
    expect(argumentAt(new Error('x'))).toBeUndefined();
  });
});
