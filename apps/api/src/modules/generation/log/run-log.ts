import { setImmediate as nextImmediate } from 'node:timers/promises';
import type { RunEvent } from '@parley/run-events';
import { type RawBuilder, sql } from 'kysely';
import { prepared } from '../../../db/prepared.ts';
import type { Queries } from '../../../db/write-batch.ts';
import { LogSegments } from './log-segments.ts';
import { packEvents, unpackEvents } from './run-log.rules.ts';

/** Where the events of a run are. */
export interface LoggedRun {
  readonly runId: string;
  /** Whose rows it shares, from {@link RunLog.assignSegment}. */
  readonly segmentId: string;
}

/** Events of one live run that are not on disk yet. */
export interface LogTail extends LoggedRun {
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
/** Runs of one INSERT. */
const MAX_RUNS = 2_000;
/** Runs that are packed before tokens that came meanwhile get their turn. */
const RUNS_AT_ONCE = 50;

/** What one run has to say. */
interface PackedRun {
  segmentId: string;
  runId: string;
  first: number;
  last: number;
  text: string;
}

/**
 * The durable log of live runs: one INSERT per interval for all of them, a row per segment that has news.
 * Nothing waits for it; what it could not write yet it writes the next time.
 */
export class RunLog {
  readonly #urgent: () => Queries;
  readonly #dirty = new Set<LogTail>();
  readonly #segments = new LogSegments();
  #timer: NodeJS.Timeout | undefined;
  #flushing: Promise<void> | undefined;
  #runsBefore = 0;
  #position = 0;
  /** Since when something waits for the disk, by `performance.now()`. */
  #waitingSince: number | undefined;

  /** @param urgent where it writes: what it says must not wait behind everybody. */
  constructor(urgent: () => Queries) {
    this.#urgent = urgent;
  }

  /** How long the oldest event has been waiting for the disk, in milliseconds. */
  get lagMs(): number {
    return this.#waitingSince === undefined ? 0 : performance.now() - this.#waitingSince;
  }

  get #interval(): number {
    const { least, perRun, most } = FLUSH_INTERVAL;
    return Math.min(Math.max(least, this.#runsBefore * perRun), most);
  }

  /** The segment for a run that is about to be saved. */
  assignSegment(): string {
    return this.#segments.assign();
  }

  /** A run begins. */
  open(tail: LogTail): void {
    this.#segments.enter(tail.segmentId);
  }

  /** Says that a run has events to write. */
  markDirty(tail: LogTail): void {
    this.#dirty.add(tail);
    this.#waitingSince ??= performance.now();
    this.#schedule(this.#interval);
  }

  /** The run has ended or was given up: its end is written elsewhere. Waits for a write that is under way. */
  async forget(tail: LogTail): Promise<void> {
    this.#dirty.delete(tail);
    await this.#flushing;
    this.#dirty.delete(tail);
  }

  /** The end of a run that was opened is in the database, or somebody else's to write: its events are not needed any more. */
  close(tail: LogTail): void {
    this.#segments.leave(tail.segmentId);
    this.#schedule(this.#interval);
  }

  /** Events on disk with a number greater than `after`, in order. */
  async read(em: Queries, { runId, segmentId }: LoggedRun, after: number): Promise<RunEvent[]> {
    // As plain rows: a long run has thousands, and many readers may come back at once.
    const { rows } = await logged(segmentId, runId, after).execute(em.getKysely());
    const events: RunEvent[] = [];
    for (const row of rows) append(events, unpackEvents(runId, row.first_sequence, row.events), after);
    return events;
  }

  /** All that is on disk of each of some runs. */
  async readAll(em: Queries, runs: readonly LoggedRun[]): Promise<Map<string, RunEvent[]>> {
    const [only] = runs;
    if (runs.length === 1) return new Map([[only!.runId, await this.read(em, only!, -1)]]);
    const said = new Map<string, RunEvent[]>(runs.map(({ runId }) => [runId, []]));
    const segmentIds = new Set(runs.map(({ segmentId }) => segmentId));
    const { rows } = await segments([...segmentIds]).execute(em.getKysely());
    for (const { run_ids, first_sequences, events } of rows) {
      for (const [index, runId] of run_ids.entries()) {
        const all = said.get(runId);
        if (all) append(all, unpackEvents(runId, first_sequences[index]!, events[index]!));
      }
    }
    return said;
  }

  /** Removes what is left of runs that are over or erased, of some segments or of all. */
  async sweep(segmentIds?: readonly string[], em: Queries = this.#urgent()): Promise<void> {
    await sql`
      delete from run_log_batches b
      where not exists (select from runs where log_segment_id = b.segment_id and ended_at is null)
      ${segmentIds ? sql`and segment_id = any(${`{${segmentIds.join()}}`}::uuid[])` : sql``}`.execute(em.getKysely());
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
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#flushing = this.#write()
        .then(
          () => this.#interval,
          () => RETRY_INTERVAL,
        )
        .then((next) => {
          this.#flushing = undefined;
          if (this.#dirty.size > 0 || this.#segments.hasFinished) this.#schedule(next);
        });
    }, delay);
  }

  async #write(): Promise<void> {
    await this.#writeNews();
    await this.#removeFinished();
  }

  async #writeNews(): Promise<void> {
    const tails = [...this.#dirty].slice(0, MAX_RUNS);
    for (const tail of tails) this.#dirty.delete(tail);
    const runs = await packed(tails);
    this.#runsBefore = runs.length;
    try {
      if (runs.length > 0) await this.#insert(runs);
    } catch (error) {
      for (const tail of tails) this.#dirty.add(tail);
      throw error;
    }
    this.#waitingSince = this.#dirty.size > 0 ? performance.now() : undefined;
    for (const tail of tails) tail.confirm();
  }

  async #removeFinished(): Promise<void> {
    if (!this.#segments.hasFinished) return;
    const ids = this.#segments.takeFinished();
    try {
      await this.sweep(ids);
    } catch (error) {
      this.#segments.putBack(ids);
      throw error;
    }
  }

  /**
   * Six parameters, whatever the number of runs, and each of them text: an array would be escaped here and read there
   * character by character. JSON has no line breaks of its own: one ends a run, two a row.
   */
  async #insert(runs: readonly PackedRun[]): Promise<void> {
    const rows = [...Map.groupBy(runs, ({ segmentId }) => segmentId)];
    const each = (of: (run: PackedRun) => string | number, separator: string, end: string): string =>
      rows.map(([, shared]) => shared.map(of).join(separator)).join(end);
    await sql`${prepared}
      insert into run_log_batches (segment_id, position, run_ids, first_sequences, last_sequences, events)
      select segment_id, position, string_to_array(run_ids, ',')::uuid[], string_to_array(firsts, ',')::int[],
        string_to_array(lasts, ',')::int[], string_to_array(events, E'\n')
      from unnest(${`{${rows.map(([segmentId]) => segmentId).join()}}`}::uuid[],
        ${`{${rows.map(() => ++this.#position).join()}}`}::bigint[],
        string_to_array(${each(({ runId }) => runId, ',', ';')}, ';'),
        string_to_array(${each(({ first }) => first, ',', ';')}, ';'),
        string_to_array(${each(({ last }) => last, ',', ';')}, ';'),
        string_to_array(${each(({ text }) => text, '\n', '\n\n')}, E'\n\n'))
        as row (segment_id, position, run_ids, firsts, lasts, events)`.execute(this.#urgent().getKysely());
  }
}

/** A write whose answer was lost is repeated, with what came since, in a row of its own. */
function append(events: RunEvent[], more: readonly RunEvent[], after = -1): void {
  let last = events.at(-1)?.sequence ?? after;
  for (const event of more) {
    if (event.sequence <= last) continue;
    last = event.sequence;
    events.push(event);
  }
}

interface Segment {
  run_ids: string[];
  first_sequences: number[];
  events: string[];
}

const segments = (ids: readonly string[]): RawBuilder<Segment> => sql`
  select run_ids::text[] as run_ids, first_sequences, events from run_log_batches
  where segment_id = any(${`{${ids.join()}}`}::uuid[]) order by segment_id, position`;

interface Stretch {
  first_sequence: number;
  events: string;
}

const logged = (segmentId: string, runId: string, after: number): RawBuilder<Stretch> => sql`
  select first_sequences[at] as first_sequence, events[at] as events
  from run_log_batches, lateral (select array_position(run_ids, ${runId}::uuid) as at) as place
  where segment_id = ${segmentId} and last_sequences[at] > ${after} order by position`;

/** What is waiting of each tail that has anything. */
async function packed(tails: readonly LogTail[]): Promise<PackedRun[]> {
  const runs: PackedRun[] = [];
  for (const [index, tail] of tails.entries()) {
    if (index > 0 && index % RUNS_AT_ONCE === 0) await nextImmediate();
    const events = tail.begin();
    if (events.length === 0) continue;
    const [first, last] = [events[0]!.sequence, events.at(-1)!.sequence];
    runs.push({ segmentId: tail.segmentId, runId: tail.runId, first, last, text: packEvents(events) });
  }
  return runs;
}
