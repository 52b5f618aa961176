import type { SqlEntityManager } from '@mikro-orm/sql';
import type { RunEvent } from '@parley/run-events';
import { notFound } from '../../../kernel/errors.ts';
import { isId } from '../../../kernel/ids.ts';
import type { Viewer } from '../../../kernel/request-context.ts';
import type { Bus } from '../../../ports/bus.ts';
import { Run } from '../run/run.entity.ts';
import type { LiveRuns } from '../live/live-runs.ts';
import type { RunTakeover } from './run-takeover.ts';
import { requestTopic, type RunRequest, runTopic } from '../run/run-topics.ts';

/**
 * How long a cancellation waits for the run to end, in milliseconds. A run of another instance is then ended in its
 * place; one of this instance is given back as it is.
 */
const CANCEL_WAIT = 2_000;

/** Looking at runs and stopping them. */
export class RunService {
  readonly #fork: () => SqlEntityManager;
  readonly #bus: Bus;
  readonly #live: LiveRuns;
  readonly #takeover: RunTakeover;

  constructor(fork: () => SqlEntityManager, bus: Bus, live: LiveRuns, takeover: RunTakeover) {
    this.#fork = fork;
    this.#bus = bus;
    this.#live = live;
    this.#takeover = takeover;
  }

  async find(em: SqlEntityManager, viewer: Viewer, id: string): Promise<Run> {
    const run = isId(id) ? await em.findOne(Run, { id, owner: viewer.id, session: { deletedAt: null } }) : null;
    if (!run) throw notFound('Run');
    return run;
  }

  /** Stops a run wherever it is generated, reachable or not; a run that is over is given back as it is. */
  async cancel(em: SqlEntityManager, viewer: Viewer, id: string): Promise<Run> {
    const run = await this.find(em, viewer, id);
    if (run.endedAt) return run;
    await this.#stop(id);
    return this.find(this.#fork(), viewer, id);
  }

  /** Stops whatever is being written in a conversation, for one that is deleted. */
  async cancelOfSession(em: SqlEntityManager, sessionId: string): Promise<void> {
    const open = await em.find(Run, { session: sessionId, endedAt: null });
    await Promise.all(open.map((run) => this.#stop(run.id)));
  }

  /** Stops whatever writes a message that was deleted. */
  async cancelDeleted(em: SqlEntityManager, sessionId: string): Promise<void> {
    const open = await em.find(Run, { session: sessionId, endedAt: null, message: { deletedAt: { $ne: null } } });
    await Promise.all(open.map((run) => this.#stop(run.id)));
  }

  async #stop(runId: string): Promise<void> {
    const isElsewhere = !this.#live.get(runId);
    if ((!isElsewhere || this.#bus.isHealthy()) && (await this.#requestStop(runId))) return;
    if (isElsewhere) await this.#takeover.end([runId], { status: 'CANCELLED', errorCode: null, errorMessage: null });
  }

  /** @returns whether the run ended in time. */
  async #requestStop(runId: string): Promise<boolean> {
    return new Promise((resolve) => {
      const unsubscribe = this.#bus.subscribe<RunEvent>(runTopic(runId), (event) => {
        if (event.__typename === 'RunEnded') finish(true);
      });
      const timer = setTimeout(() => finish(false), CANCEL_WAIT);
      const finish = (hasEnded: boolean): void => {
        clearTimeout(timer);
        unsubscribe();
        resolve(hasEnded);
      };
      this.#bus.publish<RunRequest>(requestTopic(runId), { kind: 'cancel' });
    });
  }
}
