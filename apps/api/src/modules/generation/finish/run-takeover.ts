import { foldRunEvents, type Part, type RunEvent } from '@parley/run-events';
import { sql } from 'kysely';
import type { Queries } from '../../../db/write-batch.ts';
import { isRefusal } from '../../../db/errors/database-away.ts';
import { logFailure } from '../../../db/errors/log-failure.ts';
import type { Log } from '../../../kernel/log.ts';
import type { Bus } from '../../../ports/bus.ts';
import type { Metrics } from '../../../ports/metrics.ts';
import type { SessionEvents } from '../../chat/index.ts';
import { minimalOutcome } from './minimal-outcome.rules.ts';
import type { RunFinalizer } from './run-finalizer.ts';
import type { RunLog } from '../log/run-log.ts';
import type { FinishedRun, RunEnd } from '../run/finished-run.ts';
import { EventLayoutBuilder } from '../run/event-layout.rules.ts';
import { requestTopic, type RunRequest, runTopic } from '../run/run-topics.ts';

/** Runs that are ended with one statement. */
const TOGETHER = 200;

export interface RunTakeoverParts {
  urgent: () => Queries;
  bus: Bus;
  log: Log;
  runLog: RunLog;
  ending: RunFinalizer;
  sessions: SessionEvents;
  metrics: Metrics;
}

interface OpenRun {
  id: string;
  owner_id: string;
  session_id: string;
  message_id: string;
  log_segment_id: string;
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
   * Ends open runs with the text that was logged. Of several who try, one succeeds; an instance that still
   * generates one is told, or notices with its next heartbeat, and stops. What fails is logged and left.
   */
  async endAll(runIds: readonly string[], end: RunEnd): Promise<void> {
    for (let first = 0; first < runIds.length; first += TOGETHER) {
      const some = runIds.slice(first, first + TOGETHER);
      await this.end(some, end).catch((error: unknown) =>
        logFailure(this.#parts.log, { runs: some.length }, error, 'dead runs could not be ended'),
      );
    }
  }

  /** The same for a few, which fails when the database does. */
  async end(runIds: readonly string[], end: RunEnd): Promise<void> {
    const { runLog, urgent } = this.#parts;
    const { rows } = await sql<OpenRun>`
      select id, owner_id, session_id, message_id, log_segment_id, model_id, created_at from runs
      where id = any(${`{${runIds.join()}}`}::uuid[]) and ended_at is null`.execute(urgent().getKysely());
    if (rows.length === 0) return;
    const loggedRuns = rows.map((run) => ({ runId: run.id, segmentId: run.log_segment_id }));
    const logged = await runLog.readAll(urgent(), loggedRuns);
    const runs = rows.map((run) => overOf(run, logged.get(run.id) ?? [], end));
    const ended = await this.#commit(runs);
    for (const run of runs) if (ended.has(run.runId)) this.#announce(run);
    // What this leaves is swept with all else, later.
    const segments = new Set(loggedRuns.map(({ segmentId }) => segmentId));
    await runLog.sweep([...segments]).catch(() => {});
  }

  #announce({ runId, ownerId, sessionId, messageId, modelId, end, lastSequence }: FinishedRun): void {
    const { bus, log, metrics, sessions } = this.#parts;
    metrics.runEnded({ modelId, status: end.status, code: end.errorCode });
    bus.publish(runTopic(runId), { __typename: 'RunEnded', runId, sequence: lastSequence, ...end, messageId });
    // Should its instance be back, it need not go on.
    bus.publish<RunRequest>(requestTopic(runId), { kind: 'cancel' });
    sessions.publish(ownerId, sessionId);
    log.warn({ runId, status: end.status, lastSequence }, 'run of another instance was ended');
  }

  /** What was logged may hold what cannot be stored, and would be refused with every heartbeat. */
  async #commit(runs: readonly FinishedRun[]): Promise<Set<string>> {
    const { ending, log } = this.#parts;
    try {
      return await ending.commit(runs);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      if (runs.length > 1) {
        const ended = new Set<string>();
        for (const run of runs) for (const id of await this.#commit([run])) ended.add(id);
        return ended;
      }
      log.error({ runId: runs[0]!.runId, error }, 'the result of a run could not be saved');
      return ending.commit(runs.map(minimalOutcome));
    }
  }
}

/** A run as its log leaves it. */
function overOf(run: OpenRun, logged: readonly RunEvent[], end: RunEnd): FinishedRun {
  const lastSequence = (logged.at(-1)?.sequence ?? -1) + 1;
  const { id: runId, message_id: messageId } = run;
  const layout = new EventLayoutBuilder();
  for (const each of logged) layout.add(each);
  layout.add({ __typename: 'RunEnded', runId, sequence: lastSequence, ...end, messageId });
  return {
    runId,
    ownerId: run.owner_id,
    sessionId: run.session_id,
    messageId,
    modelId: run.model_id,
    leaseOwner: null,
    end,
    parts: logged.reduce<readonly Part[]>(foldRunEvents, []),
    citations: logged.filter((each) => each.__typename === 'CitationAdded'),
    layout: layout.build(),
    lastSequence,
    finishReason: null,
    prefix: '',
    context: null,
    usage: null,
    wasCharged: logged.length > 0,
    timeToFirstTokenMs: null,
    durationMs: Math.max(0, Date.now() - new Date(run.created_at).getTime()),
  };
}
