import type { SqlEntityManager } from '@mikro-orm/sql';
import { foldRunEvents, type Part, type RunEvent } from '@parley/run-events';
import { badInput, notFound, ParleyError } from '../../../kernel/errors.ts';
import { isId } from '../../../kernel/ids.ts';
import type { Viewer } from '../../../kernel/request-context.ts';
import type { Bus } from '../../../ports/bus.ts';
import { findParts } from '../../chat/index.ts';
import type { RemoteRunMonitor } from './remote-run-monitor.ts';
import type { LiveRuns } from '../live/live-runs.ts';
import { type Backlog, RunFollower, type RunSink } from './run-follower.ts';
import type { LoggedRun, RunLog } from '../log/run-log.ts';
import { replayEvents } from '../run/event-layout.rules.ts';
import { requestTopic, type RunRequest, runTopic } from '../run/run-topics.ts';
import { Run } from '../run/run.entity.ts';

/** GraphQL has integers of 32 bits, and the end of a run comes after all that its client has seen. */
const MAX_SEQUENCE = 2 ** 31 - 2;

export interface RunEventFeedParts {
  fork: () => SqlEntityManager;
  bus: Bus;
  live: LiveRuns;
  log: RunLog;
  foreign: RemoteRunMonitor;
}

/**
 * Gives any client exactly the events it misses: listens first, reads the log after its cursor, drops what overlaps,
 * then passes on what comes. Works the same for a run that is generated here, elsewhere, or over.
 */
export class RunEventFeed {
  readonly #fork: () => SqlEntityManager;
  readonly #bus: Bus;
  readonly #live: LiveRuns;
  readonly #log: RunLog;
  readonly #foreign: RemoteRunMonitor;

  constructor({ fork, bus, live, log, foreign }: RunEventFeedParts) {
    this.#fork = fork;
    this.#bus = bus;
    this.#live = live;
    this.#log = log;
    this.#foreign = foreign;
  }

  /**
   * Checks once, before anything is delivered, that the viewer may watch the run from this cursor.
   * @throws ParleyError NOT_FOUND, or BAD_USER_INPUT for a cursor beyond the end of a run.
   */
  async authorize(viewer: Viewer, runId: string, after: number): Promise<void> {
    if (after < -1 || after > MAX_SEQUENCE) throw badInput('after', 'after must be -1 or the sequence of an event.');
    if (this.#live.get(runId)?.spec.ownerId === viewer.id) return;
    const run = isId(runId)
      ? await this.#fork().findOne(Run, { id: runId, owner: viewer.id, session: { deletedAt: null } })
      : null;
    if (!run) throw notFound('Run');
    const isKnown = !run.endedAt || run.mayHaveLostEvents || after <= run.lastSequence;
    if (!isKnown) throw badInput('after', `after must be at most ${run.lastSequence}, the last sequence of the run.`);
  }

  /**
   * Delivers every event after the cursor until RunEnded.
   * @returns stops the delivery.
   */
  follow(runId: string, after: number, sink: RunSink): () => void {
    const here = this.#live.get(runId);
    const isHere = here !== undefined;
    const follower = new RunFollower(after, sink, {
      read: (cursor) => this.#backlog(runId, cursor),
      requestTail: (cursor) => {
        if (!isHere) this.#bus.publish<RunRequest>(requestTopic(runId), { kind: 'resend', after: cursor });
      },
    });
    const unsubscribe = this.#bus.subscribe<RunEvent>(
      runTopic(runId),
      (event) => follower.receive(event),
      () => follower.recheck(),
    );
    const unwatch = here ? here.onUnknownEnd(() => follower.fail(unknownEnd())) : this.#foreign.watch(runId, follower);
    follower.start(() => {
      unsubscribe();
      unwatch();
    });
    return () => follower.close();
  }

  /** The parts of a message that is being written, as far as its events are known. */
  async partsOf(messageId: string): Promise<readonly Part[]> {
    const live = this.#live.ofMessage(messageId);
    if (live) return live.recorder.parts;
    const em = this.#fork();
    const run = await em.findOne(Run, { message: messageId });
    if (!run || run.endedAt) return (await findParts(em, [messageId])).get(messageId) ?? [];
    const events = await this.#log.read(em, loggedRunOf(run), -1);
    return events.reduce<readonly Part[]>(foldRunEvents, []);
  }

  /** What is known after the cursor: from memory without a query where that reaches, else from the database. */
  #backlog(runId: string, after: number): Backlog | Promise<Backlog> {
    const remembered = this.#live.get(runId)?.recorder.eventsAfter(after);
    return remembered ? { events: remembered, isOver: false } : this.#stored(runId, after);
  }

  async #stored(runId: string, after: number): Promise<Backlog> {
    const em = this.#fork();
    const run = await em.findOneOrFail(Run, { id: runId }, { populate: ['layout'] });
    if (run.endedAt) return { events: await this.#replay(em, run, after), isOver: true };
    const logged = await this.#log.read(em, loggedRunOf(run), after);
    const unwritten = this.#live.get(runId)?.recorder.unwritten() ?? [];
    return { events: [...logged, ...unwritten], isOver: false };
  }

  async #replay(em: SqlEntityManager, run: Run, after: number): Promise<Iterable<RunEvent>> {
    const messageId = run.message.id;
    const parts = (await findParts(em, [messageId])).get(messageId) ?? [];
    const ended = {
      runId: run.id,
      messageId,
      modelId: run.modelId,
      status: run.status as 'COMPLETED',
      errorCode: run.errorCode,
      errorMessage: run.errorMessage,
    };
    if (after < run.lastSequence) return replayEvents(run.layout ?? [], parts, ended);
    return run.mayHaveLostEvents ? [{ __typename: 'RunEnded', sequence: run.lastSequence, ...ended }] : [];
  }
}

const unknownEnd = (): ParleyError =>
  new ParleyError(
    'UNAVAILABLE',
    'The database cannot be reached, so the status of this answer is unknown. Subscribe again in a few seconds.',
    { retryAfter: 5 },
  );

const loggedRunOf = (run: Run): LoggedRun => ({ runId: run.id, segmentId: run.logSegmentId });
