import { readFileSync } from 'node:fs';
import { buildSchema, isInterfaceType, isUnionType } from 'graphql';
import { expect, test } from 'vitest';
import { possibleTypes } from './possible-types.ts';

test('the possible types are those of the schema', () => {
  const sdl = readFileSync(new URL('../../../../packages/graphql/schema.graphql', import.meta.url), 'utf8');
  const schema = buildSchema(sdl);
  const abstractTypes = Object.values(schema.getTypeMap()).filter((type) => isInterfaceType(type) || isUnionType(type));
  const fromSchema = Object.fromEntries(
    abstractTypes.map((type) => [type.name, schema.getPossibleTypes(type).map(({ name }) => name).toSorted()]),
  );
  expect(possibleTypes).toEqual(fromSchema);
});
