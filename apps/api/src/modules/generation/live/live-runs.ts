import type { LiveRun } from './live-run.ts';

/** The runs this instance is generating, by run and by message. */
export class LiveRuns {
  readonly #byRun = new Map<string, LiveRun>();
  readonly #byMessage = new Map<string, LiveRun>();
  readonly #unsaved = new Set<string>();

  add(live: LiveRun): void {
    this.#byRun.set(live.spec.runId, live);
    this.#byMessage.set(live.spec.messageId, live);
  }

  remove(live: LiveRun): void {
    this.#byRun.delete(live.spec.runId);
    this.#byMessage.delete(live.spec.messageId);
  }

  get(runId: string): LiveRun | undefined {
    return this.#byRun.get(runId);
  }

  ofMessage(messageId: string): LiveRun | undefined {
    return this.#byMessage.get(messageId);
  }

  /** A run is over and was told to be, but its end waits for the database. */
  keepUnsaved(runId: string): void {
    this.#unsaved.add(runId);
  }

  forgetUnsaved(runId: string): void {
    this.#unsaved.delete(runId);
  }

  /** Whether a run is this instance's to end. */
  holds(runId: string): boolean {
    return this.#byRun.has(runId) || this.#unsaved.has(runId);
  }

  /** The ids of all runs that are this instance's to end. */
  held(): string[] {
    return [...this.#byRun.keys(), ...this.#unsaved];
  }

  all(): LiveRun[] {
    return [...this.#byRun.values()];
  }

  get size(): number {
    return this.#byRun.size;
  }
}
