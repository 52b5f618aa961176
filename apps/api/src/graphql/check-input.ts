import { safeParse, type $ZodType, type output } from 'zod/v4/core';
import { badInput } from '../kernel/errors.ts';

/** What was given, without what is undefined, and the fields that the schema names in the form that is kept. */
export type Checked<Given, Schema extends $ZodType> = Omit<Given, keyof output<Schema>> & output<Schema>;

/**
 * Checks an input of the API against its schema in packages/inputs.
 * @param path the argument that `given` is, where the error shall name it too.
 * @throws ParleyError BAD_USER_INPUT naming the first field that is wrong.
 */
export function checkInput<Given extends object, Schema extends $ZodType>(
  schema: Schema,
  given: Given,
  ...path: string[]
): Checked<Given, Schema> {
  const { data, error } = safeParse(schema, given);
  if (!error) return withoutUndefined({ ...given, ...(data as output<Schema> & object) });
  const issue = error.issues[0]!;
  // The place in a list is not part of a name.
  const names = [...path, ...issue.path.filter((name) => typeof name === 'string')];
  throw badInput(names.join('.'), `${names.at(-1)} ${issue.message}`);
}

const withoutUndefined = <T extends object>(fields: T): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
