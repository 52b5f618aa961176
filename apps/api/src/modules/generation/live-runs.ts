import type { LiveRun } from './live-run.ts';

/** The runs this instance is generating, by run and by message. */
export class LiveRuns {
  readonly #byRun = new Map<string, LiveRun>();
  readonly #byMessage = new Map<string, LiveRun>();

  add(live: LiveRun): void {
    this.#byRun.set(live.order.runId, live);
    this.#byMessage.set(live.order.messageId, live);
  }

  remove(live: LiveRun): void {
    this.#byRun.delete(live.order.runId);
    this.#byMessage.delete(live.order.messageId);
  }

  get(runId: string): LiveRun | undefined {
    return this.#byRun.get(runId);
  }

  ofMessage(messageId: string): LiveRun | undefined {
    return this.#byMessage.get(messageId);
  }

  all(): LiveRun[] {
    return [...this.#byRun.values()];
  }

  get size(): number {
    return this.#byRun.size;
  }
}
