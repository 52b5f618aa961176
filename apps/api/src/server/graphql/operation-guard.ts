import {
  defaultFieldResolver,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  isObjectType,
} from 'graphql';
import { accessOf } from '../../graphql/access.ts';
import { costOf } from '../../graphql/cost.ts';
import { type RequestContext, requireAdministrator, requireViewer } from '../../kernel/request-context.ts';
import { checkCharacters } from '../../kernel/text.ts';
import type { RateLimiter } from '../../ports/rate-limiter.ts';
import type { TextQuota } from './text-quota.ts';

type Field = GraphQLField<unknown, RequestContext>;
/** What one person may do. */
export interface Bounds {
  limiter: RateLimiter;
  quota: TextQuota;
}

type Resolve = GraphQLFieldResolver<unknown, RequestContext>;

/**
 * Puts in front of every operation, whatever transport it comes by, what must hold for all of them: the caller may
 * call it, that often, and store that much, and every text in its arguments can be stored. Changes the schema.
 */
export function guardOperations(schema: GraphQLSchema, bounds: Bounds): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) guardField(type.name, field, bounds);
  }
}

/**
 * Counts a call of an operation, and lets only those in for whom its access is declared.
 * @throws ParleyError RATE_LIMITED, UNAUTHENTICATED or FORBIDDEN.
 */
export async function admitCall(
  limiter: RateLimiter,
  typeName: string,
  field: Field,
  context: RequestContext,
): Promise<void> {
  const operation = field as GraphQLField<unknown, unknown>;
  const cost = costOf(typeName, operation);
  const { viewer, address } = context;
  if (cost !== undefined && cost !== 'its own')
    await limiter.consume(cost, { address, ...(viewer && { userId: viewer.id }) });
  const access = accessOf(typeName, operation);
  if (access === 'administrator') requireAdministrator(context);
  else if (access === 'user') requireViewer(context);
}

function guardField(typeName: string, field: Field, { limiter, quota }: Bounds): void {
  const isRoot = costOf(typeName, field as GraphQLField<unknown, unknown>) !== undefined;
  if (!isRoot && field.args.length === 0) return;
  const guard = (resolve: Resolve): Resolve =>
    isRoot
      ? async (source, args, context, info) => {
          const bytes = checkArguments(args);
          await admitCall(limiter, typeName, field, context);
          if (typeName === 'Mutation' && context.viewer) await quota.admit(context.viewer.id, bytes);
          return resolve(source, args, context, info) as unknown;
        }
      : (source, args, context, info) => {
          checkArguments(args);
          return resolve(source, args, context, info) as unknown;
        };
  // The resolver of a subscription is called for each of its events.
  if (field.subscribe) field.subscribe = guard(field.subscribe);
  else field.resolve = guard(field.resolve ?? defaultFieldResolver);
}

/**
 * Looks at every text inside, keys included, however deep it is.
 * @returns how many bytes all of it has.
 * @throws ParleyError BAD_USER_INPUT.
 */
export function checkArguments(args: Record<string, unknown>): number {
  let bytes = 0;
  const take = (path: string, text: string): void => {
    checkCharacters(path, text);
    bytes += Buffer.byteLength(text);
  };
  const open: [path: string, value: unknown][] = [['', args]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [path, value] = next;
    if (typeof value === 'string') take(path, value);
    if (typeof value !== 'object' || value === null || value instanceof Date) continue;
    for (const [key, each] of Object.entries(value)) {
      if (!Array.isArray(value)) take(path || 'input', key);
      open.push([below(path, key, value), each]);
    }
  }
  return bytes;
}

/** As errors name arguments: `filter.modelId`, without the `input` around them all. */
function below(path: string, key: string, parent: object): string {
  if (Array.isArray(parent)) return path;
  return path === '' || path === 'input' ? key : `${path}.${key}`;
}
