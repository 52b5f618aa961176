import { sql } from 'kysely';
import type { Queries } from '../../../db/write-batch.ts';
import type { Log } from '../../../kernel/log.ts';
import type { Bus } from '../../../ports/bus.ts';
import type { LiveRuns } from '../live/live-runs.ts';
import type { RunTimes } from '../run/run-times.ts';
import type { Heartbeat } from './heartbeat.ts';
import { IntervalWork } from './interval-work.ts';
import { OwnerInquiry } from './owner-inquiry.ts';
import type { RunTakeover } from './run-takeover.ts';

/** Most dead runs that are ended at a time. */
const MAX_DEAD = 5_000;

export interface ReaperParts {
  instanceId: string;
  urgent: () => Queries;
  bus: Bus;
  log: Log;
  live: LiveRuns;
  heartbeat: Heartbeat;
  takeover: RunTakeover;
  times: RunTimes;
}

const diedEnd = {
  status: 'INTERRUPTED',
  errorCode: null,
  errorMessage: 'The server stopped while it was answering.',
} as const;

interface DeadRun {
  id: string;
  lease_owner: string | null;
}

/**
 * Ensures that every run ends: runs whose lease has expired become INTERRUPTED ones that keep their logged text, unless
 * their instance answers that it is alive.
 */
export class Reaper {
  readonly #parts: ReaperParts;
  readonly #owners: OwnerInquiry;
  readonly #work: IntervalWork;

  constructor(parts: ReaperParts) {
    this.#parts = parts;
    this.#owners = new OwnerInquiry(parts);
    // More often than leases are renewed: users wait for these ends.
    const interval = parts.times.beat / 2;
    const options = { ...parts, interval, problem: 'dead runs could not be looked for' };
    this.#work = new IntervalWork(() => this.#reap(false), options);
  }

  /** @param isOnlyInstance no other instance can be generating: every run that is open in the database is dead at once. */
  async start(isOnlyInstance: boolean): Promise<void> {
    await this.#reap(isOnlyInstance);
    this.#owners.start();
    this.#work.start();
  }

  stop(): void {
    this.#work.stop();
    this.#owners.stop();
  }

  /** Until when no run counts as dead, by `performance.now()`: while the database was away, no lease could be renewed. */
  get #graceUntil(): number {
    const { heartbeat, times } = this.#parts;
    return Math.max(heartbeat.failedAt, this.#work.failedAt) + times.lease;
  }

  async #reap(all: boolean): Promise<void> {
    const { instanceId, live, takeover, urgent } = this.#parts;
    if (performance.now() < this.#graceUntil) return;
    // Locked for a moment: where leases cannot be written, none that was not renewed says anything.
    const { rows: dead } = await sql<DeadRun>`
      select id, lease_owner from runs where ended_at is null and (lease_until < now() or ${all}::boolean)
      order by created_at limit ${MAX_DEAD} for no key update skip locked`.execute(urgent().getKysely());
    // Still being written here: a busy database has delayed the heartbeat, and the next one renews the lease.
    const left = dead.filter(({ id }) => !live.holds(id));
    const foreign = left.filter(({ lease_owner }) => !all && lease_owner !== null && lease_owner !== instanceId);
    const alive = await this.#owners.stillHeld(
      foreign.map(({ id, lease_owner }) => ({ runId: id, owner: lease_owner! })),
    );
    const ids = left.flatMap(({ id }) => (alive.has(id) ? [] : [id]));
    if (ids.length > 0) await takeover.endAll(ids, diedEnd);
  }
}
