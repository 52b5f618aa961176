import type { SqlEntityManager } from '@mikro-orm/sql';
import { sql } from 'kysely';
import { durationBucket } from './duration-histogram.ts';
import { isoDay, singleCalls, summedColumns, sumsOf } from './usage-sums.ts';
import { closedUntil, daysAfter } from './usage.rules.ts';

/** The newest closed days are added up each time: a server that could not reach the database writes its calls late. */
const DAYS_AGAIN = 3;

/** Adds up the calls of days that are closed, so that reports need not: into `usage_days`. */
export class UsageRollup {
  readonly #fork: () => SqlEntityManager;

  constructor(fork: () => SqlEntityManager) {
    this.#fork = fork;
  }

  /**
   * Adds up each closed day that was not yet, from the oldest on, and the newest ones again. A day is a transaction. It may
   * be repeated or stopped at any time, and gives up while somebody else is at it.
   * @param signal stops after the present day
   * @returns how many days were added up.
   * @throws its reason when the signal is aborted before the last day.
   */
  async run(now: Date, signal?: AbortSignal): Promise<number> {
    const end = closedUntil(now);
    let after: Date | undefined;
    for (let count = 0; ; count++) {
      signal?.throwIfAborted();
      const em = this.#fork();
      const day = await em.transactional((tx) => rollUpNext(tx as SqlEntityManager, end, after));
      if (!day) return count;
      after = daysAfter(day, 1);
    }
  }
}

/** The beginning of the first day that is not in `usage_days`; those before it are, if they had calls. 1970 for a new installation. */
export async function rolledUpUntil(em: SqlEntityManager): Promise<Date> {
  const [row] = await em.execute<{ until: string }[]>(`select ${UNTIL} as until from installation`);
  return new Date(row!.until);
}

const UNTIL = `coalesce(usage_days_until, '1970-01-01')::text`;

/**
 * Adds up the next day that has calls.
 * @param end beginning of the first day that is not closed
 * @param after the day to go on from; left out for the first one
 * @returns the day; null when there is none, or somebody else is at work.
 */
async function rollUpNext(tx: SqlEntityManager, end: Date, after?: Date): Promise<Date | null> {
  const [mark] = await tx.execute<{ until: string }[]>(
    `select ${UNTIL} as until from installation for update skip locked`,
  );
  if (!mark) return null;
  const open = new Date(mark.until);
  const again = daysAfter(end, -DAYS_AGAIN);
  const from = after ?? (open < again ? open : again);
  const [next] = await tx.execute<{ day: string | null }[]>(
    `select (min(created_at) at time zone 'UTC')::date::text as day from token_usages where created_at >= ? and created_at < ?`,
    [from.toISOString(), end.toISOString()],
  );
  if (!next?.day) return null;
  const day = new Date(next.day);
  await rollUp(tx, day);
  await tx.execute('update installation set usage_days_until = greatest(usage_days_until, ?::date)', [
    isoDay(daysAfter(day, 1)),
  ]);
  return day;
}

/** Makes the rows of a day what its calls say. */
async function rollUp(tx: SqlEntityManager, day: Date): Promise<void> {
  const ofDay = sql`created_at >= ${day.toISOString()} and created_at < ${daysAfter(day, 1).toISOString()}`;
  const keys = sql`day, user_id, model_id, request_type`;
  const sums = sql.raw(sumsOf(summedColumns));
  const columns = [...summedColumns, 'duration_buckets', 'duration_counts'];
  const updates = columns.map((column) => `${column} = excluded.${column}`).join(', ');
  // Accounts are locked first: whoever deletes one waits, or is waited for, before either holds what the other needs.
  await sql`
    with people as (
      select id from users where id in (select user_id from token_usages where ${ofDay}) order by id for key share
    ), calls as (
      select ${keys}, bucket, ${sums}
      from (${singleCalls(ofDay, sql`, ${durationBucket} as bucket`)}) as calls join people on people.id = user_id
      group by ${keys}, bucket
    )
    insert into usage_days (${keys}, ${sql.raw(columns.join(', '))})
    select ${keys}, ${sums}, array_agg(bucket order by bucket), array_agg(requests order by bucket)
    from calls group by ${keys}
    on conflict (${keys}) do update set ${sql.raw(updates)}
    where usage_days.* is distinct from excluded.*`.execute(tx.getKysely());
}
