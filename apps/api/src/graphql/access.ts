import { Extensions } from 'type-graphql';
import type { GraphQLField } from 'graphql';

/** Who may call an operation: also without signing in, everybody who has signed in, or administrators alone. */
export type Access = 'anyone' | 'user' | 'administrator';

/** Declares who may call a query, mutation or subscription. Every operation has one, or the schema is not built. */
export const AccessFor = (access: Access): MethodDecorator & PropertyDecorator => Extensions({ access });

/**
 * Who may call a field of a root type.
 * @throws Error that names the operation when its resolver does not declare it.
 */
export function accessOf(typeName: string, field: GraphQLField<unknown, unknown>): Access {
  const access = field.extensions['access'] as Access | undefined;
  if (!access) throw new Error(`${typeName}.${field.name} does not declare who may call it: add @AccessFor(…).`);
  return access;
}
