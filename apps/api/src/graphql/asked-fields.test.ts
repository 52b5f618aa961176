import { buildSchema, graphql } from 'graphql';
import { expect, it } from 'vitest';
import { mayWant } from './asked-fields.ts';

const schema = buildSchema(`
  type Query { report: Report, other: Report }
  type Report { total: Int, parts: [Part!] }
  type Part { slowest: Int }
`);

it.each([
  ['{ report { parts { slowest } } }', true],
  ['{ report { parts { renamed: slowest } } }', true],
  ['{ report { ... on Report { parts { ... { slowest } } } } }', true],
  ['{ report { ...Parts } } fragment Parts on Report { parts { slowest } }', true],
  ['{ report { total } }', false],
  ['{ report { slowest: total } other { parts { slowest } } }', false],
])('%s may want the field: %s', async (source, expected) => {
  const asked: boolean[] = [];
  const rootValue = {
    report: (_input: object, _context: unknown, info: Parameters<typeof mayWant>[0]) => {
      asked.push(mayWant(info, 'slowest'));
      return null;
    },
  };
  await graphql({ schema, source, rootValue });
  expect(asked).toEqual([expected]);
});
