import type { SqlEntityManager } from '@mikro-orm/sql';
import type { RunEvent } from '@parley/run-events';
import { notFound } from '../../kernel/errors.ts';
import { isId } from '../../kernel/ids.ts';
import type { Viewer } from '../../kernel/request-context.ts';
import type { Bus } from '../../ports/bus.ts';
import { Run } from './run.entity.ts';
import { cancelTopic, runTopic } from './run-topics.ts';

/** How long a cancellation waits for the run to end before it answers with the run as it is, in milliseconds. */
const CANCEL_WAIT = 2_000;

/** Looking at runs and stopping them. */
export class RunService {
  readonly #fork: () => SqlEntityManager;
  readonly #bus: Bus;

  constructor(fork: () => SqlEntityManager, bus: Bus) {
    this.#fork = fork;
    this.#bus = bus;
  }

  async find(em: SqlEntityManager, viewer: Viewer, id: string): Promise<Run> {
    const run = isId(id) ? await em.findOne(Run, { id, owner: viewer.id, session: { deletedAt: null } }) : null;
    if (!run) throw notFound('Run');
    return run;
  }

  /** Stops a run wherever it is generated; a run that is over is given back as it is. */
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
    const ended = new Promise<void>((resolve) => {
      const unsubscribe = this.#bus.subscribe<RunEvent>(runTopic(runId), (event) => {
        if (event.__typename === 'RunEnded') finish();
      });
      const timer = setTimeout(() => finish(), CANCEL_WAIT);
      const finish = (): void => {
        clearTimeout(timer);
        unsubscribe();
        resolve();
      };
    });
    this.#bus.publish(cancelTopic(runId), {});
    await ended;
  }
}
