import { readFileSync } from 'node:fs';
import { buildASTSchema, findBreakingChanges, parse, type GraphQLSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { createSchema } from '../../src/schema.ts';

const source = readFileSync(new URL('contract.graphql', import.meta.url), 'utf8');

/** The contract names connections by convention; this writes them out. */
function contractSchema(): GraphQLSchema {
  const nodes = [...new Set([...source.matchAll(/(\w+)Connection!/g)].map(([, name]) => name!))].filter(
    (name) => name !== 'X',
  );
  const connections = nodes.map(
    (node) => `
      type ${node}Edge { cursor: String! node: ${node}! }
      type ${node}Connection { edges: [${node}Edge!]! nodes: [${node}!]! pageInfo: PageInfo! totalCount: Int! }`,
  );
  return buildASTSchema(parse(`${source}\n${connections.join('\n')}`), { assumeValid: true });
}

describe('the printed schema', () => {
  const printed = createSchema({ get: () => ({}) });

  it('keeps every name, argument and nullability of the contract', () => {
    expect(findBreakingChanges(contractSchema(), printed).map(({ description }) => description)).toEqual([]);
  });

  it('describes every type, field, argument and enum value that is not plain', () => {
    const silent: string[] = [];
    for (const type of Object.values(printed.getTypeMap())) {
      if (type.name.startsWith('__') || ['String', 'Int', 'Float', 'Boolean', 'ID'].includes(type.name)) continue;
      if (!type.description) silent.push(type.name);
      if (!('getFields' in type)) continue;
      for (const field of Object.values(type.getFields())) {
        if (!field.description) silent.push(`${type.name}.${field.name}`);
        if ('args' in field)
          for (const arg of field.args) if (!arg.description) silent.push(`${type.name}.${field.name}(${arg.name})`);
      }
    }
    expect(silent).toEqual([]);
  });
});
