import { buildSchema } from 'graphql';
import { expect, it } from 'vitest';
import { accessOf } from './access.ts';

it('names the operation that does not declare who may call it', () => {
  const { jobs } = buildSchema('type Query { jobs: Int }').getQueryType()!.getFields();
  expect(() => accessOf('Query', jobs!)).toThrow('Query.jobs does not declare who may call it');
});
