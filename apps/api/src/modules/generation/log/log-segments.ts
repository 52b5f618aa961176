import { newId } from '../../../kernel/ids.ts';

/**
 * How many runs share the rows of the log. An entry in the index costs the database more than what is in a row; with more
 * runs, rows would leave their page, and a reader would pass over more that is not meant for it.
 */
const RUNS_PER_SEGMENT = 12;

/** Which runs of this instance are written into the same rows: as many as began after each other. */
export class LogSegments {
  #newest = { id: newId(), runs: 0 };
  /** How many runs of each are live. */
  readonly #live = new Map<string, number>();
  /** Those without a live run that may have rows. */
  readonly #finished = new Set<string>();

  /** The segment of the next run. */
  assign(): string {
    if (this.#newest.runs === RUNS_PER_SEGMENT) this.#newest = { id: newId(), runs: 0 };
    this.#newest.runs++;
    return this.#newest.id;
  }

  /** A run has begun. */
  enter(id: string): void {
    this.#live.set(id, (this.#live.get(id) ?? 0) + 1);
    this.#finished.delete(id);
  }

  /** A run is over, and nothing more is written about it. */
  leave(id: string): void {
    const left = this.#live.get(id)! - 1;
    if (left > 0) return void this.#live.set(id, left);
    this.#live.delete(id);
    this.#finished.add(id);
  }

  get hasFinished(): boolean {
    return this.#finished.size > 0;
  }

  /** Those whose rows are to be removed; what is not must be put back. */
  takeFinished(): string[] {
    const ids = [...this.#finished];
    this.#finished.clear();
    return ids;
  }

  putBack(ids: readonly string[]): void {
    for (const id of ids) this.#finished.add(id);
  }
}
