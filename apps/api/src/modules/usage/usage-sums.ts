import { type RawBuilder, sql } from 'kysely';
import { bucketDuration } from './duration-histogram.ts';
import type { Period } from './usage.rules.ts';

/** What is added up: columns of `usage_days`, and what one call of `token_usages` counts in each. */
const summed = {
  requests: '1',
  failed_requests: 'failed::int',
  prompt_tokens: 'prompt_tokens',
  completion_tokens: 'completion_tokens',
  prompt_cost: 'prompt_cost',
  completion_cost: 'completion_cost',
  total_cost: 'total_cost',
  unpriced_requests: '(price_id is null and greatest(prompt_tokens, completion_tokens) > 0)::int',
  duration_ms: 'duration_ms',
  first_token_ms: 'coalesce(time_to_first_token_ms, 0)',
  first_token_requests: '(time_to_first_token_ms is not null)::int',
} as const;

export type SummedColumn = keyof typeof summed;
export const summedColumns = Object.keys(summed) as SummedColumn[];

/** The columns of `usage_days` for one call. */
export const oneCall = summedColumns.map((column) => `${summed[column]} as ${column}`).join(', ');

/** Sums of columns under their own names; 0 of no rows. */
export const sumsOf = (columns: readonly SummedColumn[]): string =>
  columns.map((column) => `coalesce(sum(${column}), 0) as ${column}`).join(', ');

/** Which calls to add up. */
export interface CallScope {
  /** Null for everybody’s. */
  userId: string | null;
  /** Both ends included. */
  period: Period;
  /** Days of the period that are read from `usage_days`, up to the beginning of the last, which is not; null for none. */
  days: Period | null;
}

const keysOfCalls = sql`(created_at at time zone 'UTC')::date as day, user_id, model_id, request_type, session_id`;
const keysOfDays = sql`day, user_id, model_id, request_type, null::uuid as session_id`;

/** Calls one by one, with their keys and the columns of `usage_days`. */
export const singleCalls = (condition: RawBuilder<unknown>, more: RawBuilder<unknown> = sql``): RawBuilder<unknown> =>
  sql`select ${keysOfCalls}, ${sql.raw(oneCall)}${more} from token_usages where ${condition}`;

/** The calls of a scope: days that were added up already, other calls one by one. */
export function callsIn(scope: CallScope): RawBuilder<unknown> {
  const calls = singleCalls(isSingleCall(scope));
  if (!scope.days) return calls;
  const columns = sql.raw(summedColumns.join(', '));
  return sql`${calls} union all select ${keysOfDays}, ${columns} from usage_days where ${isDay(scope)}`;
}

/**
 * How long the calls of a scope with such days took, by a key made of the columns of {@link callsIn}: rows (key, duration,
 * requests), where a bucket stands for its calls.
 */
export function durationsIn(scope: CallScope, key: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select ${key} as key, duration_ms::float8 as duration, 1 as requests
    from (${singleCalls(isSingleCall(scope))}) as calls
    union all
    select key, ${bucketDuration}, sum(requests)
    from (
      select ${key} as key, unnest(duration_buckets) as bucket, unnest(duration_counts) as requests
      from usage_days where ${isDay(scope)}
    ) as buckets
    group by key, bucket`;
}

function isSingleCall({ userId, period: { from, to }, days }: CallScope): RawBuilder<unknown> {
  const [first, last] = [from.toISOString(), to.toISOString()];
  const isInPeriod = days
    ? sql`(created_at >= ${first} and created_at < ${days.from.toISOString()}
        or created_at >= ${days.to.toISOString()} and created_at <= ${last})`
    : sql`created_at >= ${first} and created_at <= ${last}`;
  return sql`${isInPeriod} ${ofUser(userId)}`;
}

const isDay = ({ userId, days }: CallScope): RawBuilder<unknown> =>
  sql`day >= ${isoDay(days!.from)} and day < ${isoDay(days!.to)} ${ofUser(userId)}`;

const ofUser = (userId: string | null): RawBuilder<unknown> => (userId === null ? sql`` : sql`and user_id = ${userId}`);

/** A day as SQL writes it. */
export const isoDay = (day: Date): string => day.toISOString().slice(0, 10);
