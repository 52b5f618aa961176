import { type GraphQLResolveInfo, visit } from 'graphql';

/** Whether a caller may want a field of this name somewhere in the answer: for what is only worked out when it is asked for. */
export function mayWant({ fieldNodes, fragments }: GraphQLResolveInfo, name: string): boolean {
  let isNamed = false;
  const Field = (field: { name: { value: string } }): void => void (isNamed ||= field.name.value === name);
  for (const part of [...fieldNodes, ...Object.values(fragments)]) visit(part, { Field });
  return isNamed;
}
