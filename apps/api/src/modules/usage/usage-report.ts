import type { SqlEntityManager } from '@mikro-orm/sql';
import { noUsage, type SumRow, type Totals, totalsOf } from './usage.rules.ts';
import { type UsageBucket, UsageGroup, type UsageReport } from './usage.type.ts';

const MAX_BUCKETS = 1_000;

const keys: Record<UsageGroup, string> = {
  [UsageGroup.DAY]: `to_char(created_at at time zone 'UTC', 'YYYY-MM-DD')`,
  [UsageGroup.MODEL]: 'model_id',
  [UsageGroup.PROVIDER]: `split_part(model_id, ':', 1)`,
  [UsageGroup.SESSION]: `coalesce(session_id::text, 'none')`,
  [UsageGroup.REQUEST_TYPE]: 'request_type::text',
  [UsageGroup.USER]: 'user_id::text',
};

/** The sums every answer about usage is made of. */
const sums = `count(*) as requests,
  coalesce(sum(prompt_tokens), 0) as prompt_tokens,
  coalesce(sum(completion_tokens), 0) as completion_tokens,
  coalesce(sum(total_cost), 0)::text as total_cost`;

interface BucketRow extends SumRow {
  key: string | null;
  average_duration: number | null;
  p95_duration: number | null;
  average_first_token: number | null;
  failure_rate: number | null;
}

/** Which calls a report is about. */
export interface ReportScope {
  /** Null for everybody’s. */
  userId: string | null;
  from: Date;
  to: Date;
  groupBy: UsageGroup;
}

export async function reportUsage(
  em: SqlEntityManager,
  { userId, from, to, groupBy }: ReportScope,
): Promise<UsageReport> {
  const order = groupBy === UsageGroup.DAY ? 'key desc' : 'sum(total_cost) desc, count(*) desc, key';
  // The rollup gives the sums over all calls in the same pass, as the first row.
  const rows = await em.execute<(BucketRow & { is_total: number })[]>(
    `select key, grouping(key) as is_total, ${sums},
      avg(duration_ms)::float8 as average_duration,
      percentile_cont(0.95) within group (order by duration_ms) as p95_duration,
      avg(time_to_first_token_ms)::float8 as average_first_token,
      avg(failed::int)::float8 as failure_rate
    from (select ${keys[groupBy]} as key, token_usages.* from token_usages
      where created_at >= ? and created_at <= ? ${userId === null ? '' : 'and user_id = ?'}) as calls
    group by rollup (key)
    order by grouping(key) desc, ${order}
    limit ${MAX_BUCKETS + 1}`,
    [from.toISOString(), to.toISOString(), ...(userId === null ? [] : [userId])],
  );
  const total = rows.find((row) => Number(row.is_total) === 1);
  const buckets = rows.filter((row) => Number(row.is_total) === 0).map(bucketOf);
  return {
    totals: total ? totalsOf(total) : noUsage,
    buckets: groupBy === UsageGroup.DAY ? buckets.toReversed() : buckets,
  };
}

/** All a person used so far. */
export async function userTotals(em: SqlEntityManager, userId: string): Promise<Totals> {
  const [row] = await em.execute<SumRow[]>(`select ${sums} from token_usages where user_id = ?`, [userId]);
  return row ? totalsOf(row) : noUsage;
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
    `select session_id, ${sums} from token_usages where user_id = ? and session_id in (${places}) group by session_id`,
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
