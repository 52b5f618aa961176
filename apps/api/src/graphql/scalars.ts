import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { GraphQLDateTimeISO, GraphQLJSON } from 'graphql-scalars';

const isoDateTime = GraphQLDateTimeISO.toConfig();

export const DateTime = new GraphQLScalarType({
  ...isoDateTime,
  parseValue: (value) => storable(isoDateTime.parseValue!(value)),
  parseLiteral: (node, variables) => storable(isoDateTime.parseLiteral!(node, variables)),
  name: 'DateTime',
  description: 'A date and time in ISO 8601 format in UTC, for example 2026-11-21T18:00:00.000Z.',
});

export const JsonValue = new GraphQLScalarType({
  ...GraphQLJSON.toConfig(),
  name: 'JSON',
  description: 'Any JSON value.',
});

/** There is no year 0 for PostgreSQL, and nothing of ours is older. */
function storable(moment: Date): Date {
  if (moment.getUTCFullYear() >= 1) return moment;
  throw new GraphQLError('DateTime must be in the year 1 or later.');
}

/** Accepts only strings: a float would already have lost digits. */
export const Money = new GraphQLScalarType<string, string>({
  name: 'Money',
  description: 'An exact decimal amount as a string, in the currency of the price list (USD).',
  serialize: (value) => String(value),
  parseValue: parseMoney,
  parseLiteral: (node: ValueNode) => parseMoney(node.kind === Kind.STRING ? node.value : null),
});

function parseMoney(value: unknown): string {
  if (typeof value === 'string' && /^-?\d{1,18}(\.\d{1,12})?$/.test(value)) return value;
  throw new GraphQLError('Money must be a decimal amount as a string, for example "0.25".');
}
