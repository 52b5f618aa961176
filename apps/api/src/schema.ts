import { createPubSub } from '@graphql-yoga/subscription';
import { type BuildSchemaOptions, buildSchemaSync } from 'type-graphql';
import { type GraphQLObjectType, type GraphQLSchema, lexicographicSortSchema } from 'graphql';
import { accessOf } from './graphql/access.ts';
import { rooms } from './rooms.ts';

const rootDescriptions = {
  Query: 'All queries. All except `viewer` and `instance` require a signed-in viewer, who sees only their own data.',
  Mutation: 'All mutations. A mutation responds when its effect is committed.',
  Subscription: 'All subscriptions, over WebSocket (graphql-transport-ws) or server-sent events.',
};

/** Gives the instance of a resolver class. */
export type ResolverContainer = Exclude<BuildSchemaOptions['container'], undefined | ((...args: never[]) => unknown)>;

/**
 * The GraphQL schema of all rooms.
 * @throws Error that names an operation which does not declare who may call it.
 */
export function createSchema(container: ResolverContainer): GraphQLSchema {
  const schema = buildSchemaSync({
    resolvers: rooms.flatMap((room) => room.resolvers ?? []) as never,
    orphanedTypes: rooms.flatMap((room) => room.orphanedTypes ?? []) as never,
    container,
    validate: false,
    // Required by the library; our subscriptions bring their own sources.
    pubSub: createPubSub() as never,
  });
  for (const [name, description] of Object.entries(rootDescriptions)) {
    const type = schema.getType(name) as GraphQLObjectType;
    type.description = description;
    for (const field of Object.values(type.getFields())) accessOf(name, field);
  }
  return lexicographicSortSchema(schema);
}
