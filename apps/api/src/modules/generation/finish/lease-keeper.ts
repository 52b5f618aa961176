import { sql } from 'kysely';
import type { Queries } from '../../../db/write-together.ts';
import { type Log, logFailure } from '../../../kernel/log.ts';
import type { Bus } from '../../../ports/bus.ts';
import type { LiveRuns } from '../live/live-runs.ts';
import { OwnerInquiry } from './owner-inquiry.ts';
import type { RunTakeover } from './run-takeover.ts';
import type { RunTimes } from '../run/run-times.ts';

/** When a lease that begins now ends, by the database’s clock: those of the instances may differ. */
export const leaseEnd = ({ lease }: Pick<RunTimes, 'lease'>) => sql`now() + ${lease / 1_000} * interval '1 second'`;

/** Most dead runs that are taken at a time. */
const MAX_DEAD = 5_000;

export interface LeaseKeeperParts {
  instanceId: string;
  urgent: () => Queries;
  bus: Bus;
  log: Log;
  live: LiveRuns;
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
 * Keeps the promise that every run ends: renews the leases of the runs generated here and turns runs whose
 * lease has run out into INTERRUPTED ones that keep their logged text, unless their instance says that it is alive.
 */
export class LeaseKeeper {
  readonly #parts: LeaseKeeperParts;
  readonly #owners: OwnerInquiry;
  readonly #timers = new Set<NodeJS.Timeout>();
  #isRunning = false;
  /** Until when nobody is taken for dead, by `performance.now()`: while the database was away, no lease could be renewed. */
  #graceUntil = 0;

  constructor(parts: LeaseKeeperParts) {
    this.#parts = parts;
    this.#owners = new OwnerInquiry(parts);
  }

  /**
   * Starts the heartbeat.
   * @param isOnlyInstance nobody else can be generating: every run that is open in the database is dead at once.
   */
  async start(isOnlyInstance: boolean): Promise<void> {
    const { beat, retry } = this.#parts.times;
    await this.#reap(isOnlyInstance);
    this.#isRunning = true;
    this.#owners.start();
    this.#repeat(beat, retry, () => this.#renew(), 'heartbeat failed');
    // Looked for more often than leases are renewed: everybody waits for these ends.
    this.#repeat(beat / 2, retry, () => this.#reap(false), 'dead runs could not be looked for');
  }

  stop(): void {
    this.#isRunning = false;
    this.#owners.stop();
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  #repeat(interval: number, retry: number, work: () => Promise<void>, problem: string): void {
    const next = (delay: number): void => {
      const timer = setTimeout(() => {
        this.#timers.delete(timer);
        void work()
          .then(
            () => interval,
            (error: unknown) => {
              this.#graceUntil = performance.now() + this.#parts.times.lease;
              logFailure(this.#parts.log, {}, error, problem);
              return Math.min(retry, interval);
            },
          )
          .then((after) => this.#isRunning && next(after));
      }, delay);
      this.#timers.add(timer);
    };
    next(interval);
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
