import type { Pool } from 'pg';
import type { Log } from '../../kernel/log.ts';

/** Least time between two reports of a job that are written, in milliseconds. */
const REPORT_INTERVAL = 1_000;

/** An attempt at a job, as it is written down how far it is. */
export interface Attempt {
  id: string;
  kind: string;
  /** Counts from 1. */
  attempt: number;
}

/** @returns a function that writes down how far an attempt is, now and then; it is no loss when that fails. */
export function createReporter(
  pool: () => Promise<Pool>,
  { id, kind, attempt }: Attempt,
  log: Log,
): (progress: number) => void {
  let next = 0;
  const write = async (progress: number): Promise<void> => {
    const reported = JSON.stringify({ reported: { attempt, progress } });
    await (
      await pool()
    ).query(
      `update pgboss.job set data = data || $1::jsonb
       where name = $2 and id = $3 and state = 'active' and retry_count = $4`,
      [reported, kind, id, attempt - 1],
    );
  };
  return (progress) => {
    if (performance.now() < next) return;
    next = performance.now() + REPORT_INTERVAL;
    write(progress).catch((error: unknown) => log.debug({ jobId: id, kind, error }, 'progress could not be saved'));
  };
}
