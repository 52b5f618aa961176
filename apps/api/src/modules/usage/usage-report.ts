import type { SqlEntityManager } from '@mikro-orm/sql';
import { type RawBuilder, sql } from 'kysely';
import { quantileOf } from './duration-histogram.ts';
import { rolledUpUntil } from './usage-rollup.service.ts';
import { callsIn, type CallScope, durationsIn, oneCall, sumsOf } from './usage-sums.ts';
import { always, noUsage, type Period, type SumRow, type Totals, totalsOf, wholeDays } from './usage.rules.ts';
import { type UsageBucket, UsageGroup, type UsageReport } from './usage.type.ts';

const MAX_BUCKETS = 1_000;

const keys: Record<UsageGroup, RawBuilder<string>> = {
  [UsageGroup.DAY]: sql`day`,
  [UsageGroup.MODEL]: sql`model_id`,
  [UsageGroup.PROVIDER]: sql`split_part(model_id, ':', 1)`,
  [UsageGroup.SESSION]: sql`coalesce(session_id::text, 'none')`,
  [UsageGroup.REQUEST_TYPE]: sql`request_type`,
  [UsageGroup.USER]: sql`user_id`,
};

/** The sums every answer about usage is made of. */
const totals = sumsOf(['requests', 'prompt_tokens', 'completion_tokens', 'total_cost', 'unpriced_requests']);

/** Means are of exact sums, so it does not matter which calls were added up before. */
const averages = sql`
  (sum(duration_ms)::numeric / nullif(sum(requests), 0))::float8 as average_duration,
  (sum(first_token_ms)::numeric / nullif(sum(first_token_requests), 0))::float8 as average_first_token,
  (sum(failed_requests)::numeric / nullif(sum(requests), 0))::float8 as failure_rate`;

interface BucketRow extends SumRow {
  key: string | null;
  is_total: number;
  average_duration: number | null;
  p95_duration: number | null;
  average_first_token: number | null;
  failure_rate: number | null;
}

/** Which calls a report is about. */
export interface ReportScope extends Period {
  /** Null for everybody’s. */
  userId: string | null;
  groupBy: UsageGroup;
  /** Otherwise the percentiles are null: they take most of the time of a long report. */
  isP95Wanted: boolean;
}

export async function reportUsage(
  em: SqlEntityManager,
  { userId, from, to, groupBy, isP95Wanted }: ReportScope,
): Promise<UsageReport> {
  const period = { from, to };
  // Days that were added up know nothing of conversations.
  const days = groupBy === UsageGroup.SESSION ? null : wholeDays(period, await rolledUpUntil(em));
  const scope = { userId, period, days };
  const p95 = days || !isP95Wanted ? sql`null` : sql`percentile_cont(0.95) within group (order by duration_ms)`;
  const order = groupBy === UsageGroup.DAY ? sql`key desc` : sql`sum(total_cost) desc, sum(requests) desc, key`;
  // The rollup gives the sums over all calls in the same pass, as the first row.
  const { rows } = await sql<BucketRow>`
    select key::text as key, grouping(key) as is_total, ${sql.raw(totals)}, ${averages}, ${p95} as p95_duration
    from (select ${keys[groupBy]} as key, calls.* from (${callsIn(scope)}) as calls) as calls
    group by rollup (key)
    order by grouping(key) desc, ${order}
    limit ${MAX_BUCKETS + 1}`.execute(em.getKysely());
  const total = rows.find((row) => Number(row.is_total) === 1);
  const parts = rows.filter((row) => Number(row.is_total) === 0);
  if (days && isP95Wanted) await addPercentiles(em, scope, keys[groupBy], parts);
  const buckets = parts.map(bucketOf);
  return {
    totals: total ? totalsOf(total) : noUsage,
    buckets: groupBy === UsageGroup.DAY ? buckets.toReversed() : buckets,
  };
}

/** Fills in the 95th percentiles of parts of a report, for which the calls of rolled-up days have only their histograms. */
async function addPercentiles(
  em: SqlEntityManager,
  scope: CallScope,
  key: RawBuilder<string>,
  parts: readonly BucketRow[],
): Promise<void> {
  const wanted = parts.map((part) => part.key);
  const durations = sql`
    select * from (${durationsIn(scope, key)}) as durations where key = any(${wanted})`;
  const { rows } = await quantileOf(durations, 0.95).execute(em.getKysely());
  const found = new Map(rows.map((row) => [row.key, row.duration]));
  for (const part of parts) part.p95_duration = found.get(part.key!) ?? null;
}

/** All a person used so far. */
export async function userTotals(em: SqlEntityManager, userId: string): Promise<Totals> {
  const scope = { userId, period: always, days: wholeDays(always, await rolledUpUntil(em)) };
  const { rows } = await sql<SumRow>`select ${sql.raw(totals)} from (${callsIn(scope)}) as calls`.execute(
    em.getKysely(),
  );
  return rows[0] ? totalsOf(rows[0]) : noUsage;
}

/** What a person used in each of these conversations; one without a call is left out. */
export async function sessionTotals(
  em: SqlEntityManager,
  userId: string,
  sessionIds: readonly string[],
): Promise<Map<string, Totals>> {
  if (sessionIds.length === 0) return new Map();
  const places = sessionIds.map(() => '?').join(', ');
  const rows = await em.execute<(SumRow & { session_id: string })[]>(
    `select session_id, ${totals}
     from (select session_id, ${oneCall} from token_usages where user_id = ? and session_id in (${places})) as calls
     group by session_id`,
    [userId, ...sessionIds],
  );
  return new Map(rows.map((row) => [row.session_id, totalsOf(row)]));
}

function bucketOf(row: BucketRow): UsageBucket {
  return {
    key: row.key ?? '',
    totals: totalsOf(row),
    averageDurationMs: row.average_duration,
    p95DurationMs: row.p95_duration,
    averageTimeToFirstTokenMs: row.average_first_token,
    failureRate: row.failure_rate,
  };
}
