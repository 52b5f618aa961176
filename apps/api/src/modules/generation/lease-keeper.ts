import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Log } from '../../kernel/log.ts';
import type { LiveRuns } from './live-runs.ts';
import type { RunTakeover } from './run-takeover.ts';

/** How long an instance may be silent before its runs count as dead, in seconds. */
const LEASE_SECONDS = 12;
/** SQL of when a lease that begins now ends, by the database’s clock: those of the instances may differ. */
export const leaseEnd = `now() + interval '${LEASE_SECONDS} seconds'`;
const BEAT_INTERVAL = 4_000;

export interface LeaseKeeperParts {
  instanceId: string;
  fork: () => SqlEntityManager;
  log: Log;
  live: LiveRuns;
  takeover: RunTakeover;
}

const diedEnd = {
  status: 'INTERRUPTED',
  errorCode: null,
  errorMessage: 'The server stopped while it was answering.',
} as const;

/**
 * Keeps the promise that every run ends: renews the leases of the runs generated here and turns runs whose
 * lease has run out into INTERRUPTED ones that keep their logged text.
 */
export class LeaseKeeper {
  readonly #parts: LeaseKeeperParts;
  #timer: NodeJS.Timeout | undefined;
  /** Until when nobody is taken for dead, by `performance.now()`: while the database was away, no lease could be renewed. */
  #graceUntil = 0;

  constructor(parts: LeaseKeeperParts) {
    this.#parts = parts;
  }

  /**
   * Starts the heartbeat.
   * @param isOnlyInstance nobody else can be generating: every run that is open in the database is dead at once.
   */
  async start(isOnlyInstance: boolean): Promise<void> {
    await this.#reap(isOnlyInstance);
    const beat = async (): Promise<void> => {
      await this.#renew();
      if (performance.now() > this.#graceUntil) await this.#reap(false);
    };
    const onFailure = (error: unknown): void => {
      this.#graceUntil = performance.now() + LEASE_SECONDS * 1_000;
      this.#parts.log.error({ error }, 'heartbeat failed');
    };
    const next = (): void => {
      this.#timer = setTimeout(() => {
        beat()
          .catch(onFailure)
          .finally(() => this.#timer && next());
      }, BEAT_INTERVAL);
    };
    next();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  async #renew(): Promise<void> {
    const ids = this.#parts.live.held();
    if (ids.length === 0) return;
    const rows = await this.#parts.fork().execute<{ id: string }[]>(
      `update runs set lease_until = ${leaseEnd}
       where lease_owner = ? and ended_at is null and id = any(?::uuid[]) returning id`,
      [this.#parts.instanceId, `{${ids.join()}}`],
    );
    const kept = new Set(rows.map(({ id }) => id));
    for (const id of ids) if (!kept.has(id)) this.#parts.live.get(id)?.stop('INTERRUPTED');
  }

  async #reap(all: boolean): Promise<void> {
    const dead = await this.#parts.fork().execute<{ id: string }[]>(
      `select id from runs
       where ended_at is null and (lease_until < now() or ?::boolean) order by created_at limit 500`,
      [all],
    );
    for (const { id } of dead) {
      // Still being written here: a busy database has delayed the heartbeat, and the next one renews the lease.
      if (this.#parts.live.holds(id)) continue;
      await this.#parts.takeover
        .end(id, diedEnd)
        .catch((error: unknown) => this.#parts.log.error({ runId: id, error }, 'a dead run could not be ended'));
    }
  }
}
