import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { RunEvent } from '@parley/run-events';
import { sql } from 'kysely';
import { packEvents, unpackEvents } from './run-log.rules.ts';

/** Events of one live run that are not on disk yet. */
export interface LogTail {
  readonly runId: string;
  /** Takes what is waiting; it stays with the tail until {@link confirm}. */
  begin(): readonly RunEvent[];
  /** The events of the last {@link begin} are on disk. */
  confirm(): void;
}

/**
 * How long an event may wait for the disk, in milliseconds. With many runs longer, since a row costs the database more than
 * what is in it; never so long that 200 ms of words could be lost.
 */
const FLUSH_INTERVAL = { least: 100, perRun: 0.4, most: 170 };
const RETRY_INTERVAL = 500;
/** Rows of one INSERT. */
const MAX_ROWS = 2_000;
/** Rows that are packed before tokens that came meanwhile get their turn. */
const ROWS_AT_ONCE = 50;

interface PackedRow {
  runId: string;
  first: number;
  last: number;
  text: string;
}

/**
 * The durable log of live runs: one INSERT per interval for all of them, a row per run that has news.
 * Nothing waits for it; what it could not write yet it writes the next time.
 */
export class RunLog {
  readonly #fork: () => SqlEntityManager;
  readonly #dirty = new Set<LogTail>();
  #timer: NodeJS.Timeout | undefined;
  #flushing: Promise<void> | undefined;
  #rowsBefore = 0;
  /** Since when something waits for the disk, by `performance.now()`. */
  #waitingSince: number | undefined;
  /** The last write may have succeeded although its answer was an error. */
  #mayBeWritten = false;

  constructor(fork: () => SqlEntityManager) {
    this.#fork = fork;
  }

  /** How long the oldest event has been waiting for the disk, in milliseconds. */
  get lagMs(): number {
    return this.#waitingSince === undefined ? 0 : performance.now() - this.#waitingSince;
  }

  get #interval(): number {
    const { least, perRun, most } = FLUSH_INTERVAL;
    return Math.min(Math.max(least, this.#rowsBefore * perRun), most);
  }

  /** Says that a run has events to write. */
  markDirty(tail: LogTail): void {
    this.#dirty.add(tail);
    this.#schedule(this.#interval);
  }

  /** The run has ended or was given up: its end is written elsewhere. Waits for a write that is under way. */
  async forget(tail: LogTail): Promise<void> {
    this.#dirty.delete(tail);
    await this.#flushing;
    this.#dirty.delete(tail);
  }

  /** Events on disk with a number greater than `after`, in order. */
  async read(em: SqlEntityManager, runId: string, after: number): Promise<RunEvent[]> {
    // As plain rows: a long run has thousands, and many readers may come back at once.
    const { rows } = await sql<{ first_sequence: number; events: string }>`
      select first_sequence, events from run_event_batches
      where run_id = ${runId} and last_sequence > ${after} order by first_sequence`.execute(em.getKysely());
    const events = rows.flatMap((row) => unpackEvents(runId, row.first_sequence, row.events));
    return events.filter((event) => event.sequence > after);
  }

  /** Removes what is left of runs that are over or erased. */
  async sweep(): Promise<void> {
    await this.#fork().execute(
      'delete from run_event_batches b where not exists (select from runs where id = b.run_id and ended_at is null)',
    );
  }

  /** Writes what is waiting, for a shutdown. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#flushing;
    await this.#write();
  }

  #schedule(delay: number): void {
    if (this.#timer || this.#flushing) return;
    this.#waitingSince ??= performance.now();
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#flushing = this.#write()
        .then(
          () => this.#interval,
          () => RETRY_INTERVAL,
        )
        .then((next) => {
          this.#flushing = undefined;
          if (this.#dirty.size > 0) this.#schedule(next);
        });
    }, delay);
  }

  async #write(): Promise<void> {
    const tails = [...this.#dirty].slice(0, MAX_ROWS);
    for (const tail of tails) this.#dirty.delete(tail);
    const rows = await packed(tails);
    this.#rowsBefore = rows.length;
    if (rows.length === 0) {
      this.#waitingSince = undefined;
      return;
    }
    try {
      await this.#insert(rows);
    } catch (error) {
      this.#mayBeWritten = true;
      for (const tail of tails) this.#dirty.add(tail);
      throw error;
    }
    this.#mayBeWritten = false;
    this.#waitingSince = undefined;
    for (const tail of tails) tail.confirm();
  }

  /**
   * Four parameters, whatever the number of rows, and each of them text: an array would be escaped here and read there
   * character by character. JSON has no line breaks of its own.
   */
  async #insert(rows: readonly PackedRow[]): Promise<void> {
    const runIds = `{${rows.map(({ runId }) => runId).join()}}`;
    const firstSequences = `{${rows.map(({ first }) => first).join()}}`;
    const lastSequences = `{${rows.map(({ last }) => last).join()}}`;
    const texts = rows.map(({ text }) => text).join('\n');
    // A write whose answer was lost is repeated with what came since. Only then: looking for conflicts costs as much as writing.
    const onConflict = this.#mayBeWritten
      ? sql`on conflict (run_id, first_sequence) do update set last_sequence = excluded.last_sequence, events = excluded.events`
      : sql``;
    await sql`
      insert into run_event_batches (run_id, first_sequence, last_sequence, events)
      select * from unnest(${runIds}::uuid[], ${firstSequences}::int[], ${lastSequences}::int[], string_to_array(${texts}, E'\\n'))
      ${onConflict}`.execute(this.#fork().getKysely());
  }
}

/** What is waiting of each tail that has anything. */
async function packed(tails: readonly LogTail[]): Promise<PackedRow[]> {
  const rows: PackedRow[] = [];
  for (const [index, tail] of tails.entries()) {
    if (index > 0 && index % ROWS_AT_ONCE === 0) await nextTurn();
    const events = tail.begin();
    if (events.length === 0) continue;
    const [first, last] = [events[0]!.sequence, events.at(-1)!.sequence];
    rows.push({ runId: tail.runId, first, last, text: packEvents(events) });
  }
  return rows;
}
