import type { SqlEntityManager } from '@mikro-orm/sql';
import { foldRunEvents, type Part } from '@parley/run-events';
import { isRefusal } from '../../kernel/database-away.ts';
import type { Log } from '../../kernel/log.ts';
import type { Bus } from '../../ports/bus.ts';
import type { Metrics } from '../../ports/metrics.ts';
import type { SessionEvents } from '../chat/index.ts';
import { bareEnding } from './bare-ending.rules.ts';
import type { FinishedRun, RunEnding } from './run-ending.ts';
import type { RunLog } from './run-log.ts';
import type { RunEnd } from './run-recorder.ts';
import { ShapeBuilder } from './run-shape.rules.ts';
import { requestTopic, type RunRequest, runTopic } from './run-topics.ts';

export interface RunTakeoverParts {
  fork: () => SqlEntityManager;
  bus: Bus;
  log: Log;
  runLog: RunLog;
  ending: RunEnding;
  sessions: SessionEvents;
  metrics: Metrics;
}

interface OpenRun {
  owner_id: string;
  session_id: string;
  message_id: string;
  log_segment_id: string | null;
  model_id: string;
  created_at: Date | string;
}

/** Ends runs in place of the instance that generates them and cannot be reached. */
export class RunTakeover {
  readonly #parts: RunTakeoverParts;

  constructor(parts: RunTakeoverParts) {
    this.#parts = parts;
  }

  /**
   * Ends an open run with the text that was logged. Of several who try, one succeeds; an instance that still
   * generates it is told, or notices with its next heartbeat, and stops.
   * @returns false when it was over or somebody else was faster.
   */
  async end(runId: string, end: RunEnd): Promise<boolean> {
    const { bus, runLog, sessions, log, fork, metrics } = this.#parts;
    const em = fork();
    const [run] = await em.execute<OpenRun[]>(
      'select owner_id, session_id, message_id, log_segment_id, model_id, created_at from runs where id = ? and ended_at is null',
      [runId],
    );
    if (!run) return false;
    const logged = await runLog.read(em, { runId, segmentId: run.log_segment_id }, -1);
    const sequence = (logged.at(-1)?.sequence ?? -1) + 1;
    const event = { __typename: 'RunEnded', runId, sequence, ...end, messageId: run.message_id } as const;
    const shape = new ShapeBuilder();
    for (const each of [...logged, event]) shape.add(each);
    const isMine = await this.#commit({
      runId,
      ownerId: run.owner_id,
      sessionId: run.session_id,
      messageId: run.message_id,
      modelId: run.model_id,
      leaseOwner: null,
      end,
      parts: logged.reduce<readonly Part[]>(foldRunEvents, []),
      citations: logged.filter((each) => each.__typename === 'CitationAdded'),
      shape: shape.build(),
      lastSequence: sequence,
      finishReason: null,
      prefix: '',
      context: null,
      usage: null,
      wasCharged: logged.length > 0,
      timeToFirstTokenMs: null,
      durationMs: Math.max(0, Date.now() - new Date(run.created_at).getTime()),
    });
    if (!isMine) return false;
    metrics.runEnded({ modelId: run.model_id, status: end.status, code: end.errorCode });
    bus.publish(runTopic(runId), event);
    // Should its instance be back, it need not go on.
    bus.publish<RunRequest>(requestTopic(runId), { kind: 'cancel' });
    sessions.publish(run.owner_id, run.session_id);
    log.warn({ runId, status: end.status, lastSequence: sequence }, 'run was ended in place of its instance');
    // What this leaves is swept with all else, later.
    if (run.log_segment_id) await runLog.sweep([run.log_segment_id]).catch(() => {});
    return true;
  }

  /** What was logged may hold what cannot be stored, and would be refused with every heartbeat. */
  async #commit(run: FinishedRun): Promise<boolean> {
    const { ending, log } = this.#parts;
    try {
      return await ending.commit(run);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      log.error({ runId: run.runId, error }, 'the end of a run could not be saved');
      return ending.commit(bareEnding(run));
    }
  }
}
