import { sql } from 'kysely';
import type { Queries } from '../../../db/write-batch.ts';
import type { Log } from '../../../kernel/log.ts';
import type { LiveRuns } from '../live/live-runs.ts';
import { leaseEnd } from '../run/lease.ts';
import type { RunTimes } from '../run/run-times.ts';
import { IntervalWork } from './interval-work.ts';

export interface HeartbeatParts {
  instanceId: string;
  urgent: () => Queries;
  log: Log;
  live: LiveRuns;
  times: RunTimes;
}

/** Renews the leases of the runs that this instance generates, so that no other instance ends them. */
export class Heartbeat {
  readonly #parts: HeartbeatParts;
  readonly #work: IntervalWork;

  constructor(parts: HeartbeatParts) {
    this.#parts = parts;
    this.#work = new IntervalWork(() => this.#renew(), {
      ...parts,
      interval: parts.times.beat,
      problem: 'heartbeat failed',
    });
  }

  start(): void {
    this.#work.start();
  }

  stop(): void {
    this.#work.stop();
  }

  /** When it last failed, by `performance.now()`: while the database was away, no lease could be renewed. */
  get failedAt(): number {
    return this.#work.failedAt;
  }

  async #renew(): Promise<void> {
    const { instanceId, live, times, urgent } = this.#parts;
    const ids = live.held();
    if (ids.length === 0) return;
    // In the order in which ends lock them.
    const { rows } = await sql<{ id: string }>`
      update runs set lease_until = ${leaseEnd(times)}
      from (select id from runs where id = any(${`{${ids.join()}}`}::uuid[]) and lease_owner = ${instanceId} and ended_at is null
        order by id for no key update) as held
      where runs.id = held.id returning runs.id`.execute(urgent().getKysely());
    const kept = new Set(rows.map(({ id }) => id));
    for (const id of ids) if (!kept.has(id)) live.get(id)?.stop('INTERRUPTED');
  }
}
