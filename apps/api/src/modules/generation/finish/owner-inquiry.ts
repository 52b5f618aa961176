import type { Bus } from '../../../ports/bus.ts';
import type { LiveRuns } from '../live/live-runs.ts';
import type { RunTimes } from '../run/run-times.ts';

export interface OwnerInquiryParts {
  instanceId: string;
  bus: Bus;
  live: LiveRuns;
  times: RunTimes;
}

/** Which of these runs are still an instance's; it answers under its id to whoever asked. */
interface Inquiry {
  from: string;
  runIds: string[];
}

interface Answer {
  runIds: string[];
}

const inquiryTopic = (instanceId: string): string => `instance:${instanceId}:inquiries`;
const answerTopic = (instanceId: string): string => `instance:${instanceId}:answers`;

/** Asks instances whose leases have run out whether they are alive all the same, and answers the same question. */
export class OwnerInquiry {
  readonly #parts: OwnerInquiryParts;
  #stop: () => void = () => {};

  constructor(parts: OwnerInquiryParts) {
    this.#parts = parts;
  }

  start(): void {
    const { bus, instanceId, live } = this.#parts;
    this.#stop = bus.subscribe<Inquiry>(inquiryTopic(instanceId), ({ from, runIds }) => {
      const held = runIds.filter((id) => live.holds(id));
      if (held.length > 0) bus.publish<Answer>(answerTopic(from), { runIds: held });
    });
  }

  stop(): void {
    this.#stop();
  }

  /** The runs that their owners answer for in time. */
  async stillHeld(runs: readonly { runId: string; owner: string }[]): Promise<ReadonlySet<string>> {
    const { bus, instanceId, times } = this.#parts;
    const held = new Set<string>();
    if (runs.length === 0) return held;
    const all = Promise.withResolvers<void>();
    const leave = bus.subscribe<Answer>(answerTopic(instanceId), ({ runIds }) => {
      for (const id of runIds) held.add(id);
      if (runs.every(({ runId }) => held.has(runId))) all.resolve();
    });
    for (const [owner, theirs] of Map.groupBy(runs, ({ owner }) => owner)) {
      const runIds = theirs.map(({ runId }) => runId);
      bus.publish<Inquiry>(inquiryTopic(owner), { from: instanceId, runIds });
    }
    const timer = setTimeout(() => all.resolve(), times.ask);
    await all.promise;
    clearTimeout(timer);
    leave();
    return held;
  }
}
