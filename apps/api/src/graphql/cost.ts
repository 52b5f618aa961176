import { Extensions } from 'type-graphql';
import type { GraphQLField } from 'graphql';
import type { LimitName } from '../ports/rate-limiter.ts';

/** Which limit a call counts in; `its own` for an operation that counts by itself, at a moment of its choice. */
export type Cost = LimitName | 'its own';

/** What an operation costs that says nothing else. */
const usualCosts: Readonly<Record<string, LimitName>> = { Query: 'reads', Mutation: 'changes', Subscription: 'reads' };

/** Says what a query, mutation or subscription costs, where that is not the usual. */
export const Costs = (cost: Cost): MethodDecorator & PropertyDecorator => Extensions({ cost });

/** What calling a field of a root type costs; undefined for a field of any other type. */
export function costOf(typeName: string, field: GraphQLField<unknown, unknown>): Cost | undefined {
  const usual = usualCosts[typeName];
  return usual && ((field.extensions['cost'] as Cost | undefined) ?? usual);
}
