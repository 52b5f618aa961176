import type { Pool } from 'pg';
import type { JobCounts, JobCursor, JobFilter, JobRecord, JobState } from '../../ports/queue.ts';
import { jobColumns, type JobRow, jobStates, namesOfState, recordOf, stateOf } from './job-records.ts';

/** What there is in the queue, for who looks after it. pg-boss has its own jobs beside ours; those are not told. */
export class JobList {
  readonly #pool: () => Promise<Pool>;

  constructor(pool: () => Promise<Pool>) {
    this.#pool = pool;
  }

  async list(
    kinds: readonly string[],
    { state, kind }: JobFilter,
    limit: number,
    after: JobCursor | null,
  ): Promise<JobRecord[]> {
    const { rows } = await (
      await this.#pool()
    ).query<JobRow>(
      `select ${jobColumns} from pgboss.job
       where name = any($1::text[]) and ($2::text[] is null or state::text = any($2::text[]))
         and ($3::timestamptz is null or (date_trunc('milliseconds', created_on), id) < ($3::timestamptz, $4::uuid))
       order by date_trunc('milliseconds', created_on) desc, id desc limit $5`,
      [
        kinds.filter((each) => kind === null || each === kind),
        state && namesOfState(state),
        after?.createdAt ?? null,
        after?.id ?? null,
        limit,
      ],
    );
    return rows.map(recordOf);
  }

  async find(kinds: readonly string[], id: string): Promise<JobRecord | null> {
    const pool = await this.#pool();
    const { rows } = await pool.query<JobRow>(
      `select ${jobColumns} from pgboss.job where name = any($1::text[]) and id = $2`,
      [kinds, id],
    );
    return rows[0] ? recordOf(rows[0]) : null;
  }

  async counts(kinds: readonly string[]): Promise<JobCounts[]> {
    const pool = await this.#pool();
    const { rows } = await pool.query<{ name: string; state: string; count: number }>(
      `select name, state::text as state, count(*)::int as count from pgboss.job
       where name = any($1::text[]) group by name, state`,
      [kinds],
    );
    return kinds.map((kind) => {
      const counts = Object.fromEntries(jobStates.map((state) => [state, 0])) as Record<JobState, number>;
      for (const row of rows) if (row.name === kind) counts[stateOf(row.state)] += row.count;
      return { kind, counts };
    });
  }
}
