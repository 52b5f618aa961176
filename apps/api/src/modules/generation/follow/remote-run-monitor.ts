import type { SqlEntityManager } from '@mikro-orm/sql';
import { sql } from 'kysely';
import { logFailure } from '../../../db/errors/log-failure.ts';
import type { Log } from '../../../kernel/log.ts';
import type { Bus } from '../../../ports/bus.ts';
import type { RunFollower } from './run-follower.ts';

/** How often followed runs are looked at while the bus is away: their text then comes from the log. */
const AWAY_INTERVAL = 400;
/** How long a run of another instance may be silent before the database is asked for its news, in milliseconds. */
const SILENCE = 2_000;

interface Watch {
  runId: string;
  follower: RunFollower;
  /** The cursor when it was last looked at, and since when it has not moved. */
  cursor: number;
  since: number;
}

interface News {
  id: string;
  isOver: boolean;
  lastSequence: number;
}

/**
 * Followers of runs that another instance generates. The bus may lose what it carries, even the end of a run: silent
 * ones are compared with the database, all of them by one query.
 */
export class RemoteRunMonitor {
  readonly #fork: () => SqlEntityManager;
  readonly #bus: Bus;
  readonly #log: Log;
  readonly #watches = new Set<Watch>();
  #timer: NodeJS.Timeout | undefined;

  constructor(fork: () => SqlEntityManager, bus: Bus, log: Log) {
    this.#fork = fork;
    this.#bus = bus;
    this.#log = log;
  }

  /** @returns ends it. */
  watch(runId: string, follower: RunFollower): () => void {
    const watch = { runId, follower, cursor: follower.cursor, since: performance.now() };
    this.#watches.add(watch);
    this.#schedule();
    return () => void this.#watches.delete(watch);
  }

  #schedule(): void {
    if (this.#timer || this.#watches.size === 0) return;
    this.#timer = setTimeout(() => {
      this.#look()
        .catch((error: unknown) => logFailure(this.#log, {}, error, 'runs of other instances could not be looked at'))
        .finally(() => {
          this.#timer = undefined;
          this.#schedule();
        });
    }, AWAY_INTERVAL);
    this.#timer.unref();
  }

  async #look(): Promise<void> {
    const silent = this.#silent();
    if (silent.length === 0) return;
    const news = await this.#news([...new Set(silent.map(({ runId }) => runId))]);
    for (const { runId, follower } of silent) {
      const run = news.get(runId);
      if (!run || run.isOver || run.lastSequence > follower.cursor) follower.recheck();
    }
  }

  /** Those that heard nothing for too long; all when nothing can be heard. */
  #silent(): Watch[] {
    const now = performance.now();
    const patience = this.#bus.isHealthy() ? SILENCE : 0;
    const silent: Watch[] = [];
    for (const watch of this.#watches) {
      if (watch.follower.cursor !== watch.cursor) Object.assign(watch, { cursor: watch.follower.cursor, since: now });
      if (now - watch.since < patience) continue;
      watch.since = now;
      silent.push(watch);
    }
    return silent;
  }

  async #news(runIds: readonly string[]): Promise<Map<string, News>> {
    const { rows } = await sql<News>`
      select r.id, r.ended_at is not null as "isOver", coalesce(b.last_sequence, -1) as "lastSequence"
      from runs r left join lateral (
        select last_sequences[array_position(run_ids, r.id)] as last_sequence from run_log_batches
        where segment_id = r.log_segment_id and r.id = any(run_ids) order by position desc limit 1
      ) b on true
      where r.id = any(${runIds}::uuid[])`.execute(this.#fork().getKysely());
    return new Map(rows.map((row) => [row.id, row]));
  }
}
