import type { SqlEntityManager } from '@mikro-orm/sql';
import { foldRunEvents, type Part } from '@parley/run-events';
import type { Log } from '../../kernel/log.ts';
import type { Bus } from '../../ports/bus.ts';
import type { SessionEvents } from '../chat/index.ts';
import type { LiveRuns } from './live-runs.ts';
import type { RunEnding } from './run-ending.ts';
import type { RunLog } from './run-log.ts';
import { runTopic } from './run-topics.ts';
import { ShapeBuilder } from './run-shape.rules.ts';

/** How long an instance may be silent before its runs count as dead, in seconds. */
export const LEASE_SECONDS = 12;
const BEAT_INTERVAL = 4_000;

export interface LeaseKeeperParts {
  instanceId: string;
  fork: () => SqlEntityManager;
  bus: Bus;
  log: Log;
  live: LiveRuns;
  runLog: RunLog;
  ending: RunEnding;
  sessions: SessionEvents;
}

interface DeadRun {
  id: string;
  owner_id: string;
  session_id: string;
  message_id: string;
  model_id: string;
  created_at: Date | string;
}

/**
 * Keeps the promise that every run ends: renews the leases of the runs generated here and turns runs whose
 * lease has run out into INTERRUPTED ones that keep their logged text.
 */
export class LeaseKeeper {
  readonly #parts: LeaseKeeperParts;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: LeaseKeeperParts) {
    this.#parts = parts;
  }

  /**
   * Starts the heartbeat.
   * @param isOnlyInstance nobody else can be generating: every run that is open in the database is dead at once.
   */
  async start(isOnlyInstance: boolean): Promise<void> {
    await this.#reap(isOnlyInstance);
    const beat = async (): Promise<void> => {
      await this.#renew();
      await this.#reap(false);
    };
    const next = (): void => {
      this.#timer = setTimeout(() => {
        beat()
          .catch((error: unknown) => this.#parts.log.error({ error }, 'heartbeat failed'))
          .finally(() => this.#timer && next());
      }, BEAT_INTERVAL);
    };
    next();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  async #renew(): Promise<void> {
    const ids = this.#parts.live.all().map((run) => run.order.runId);
    if (ids.length === 0) return;
    const rows = await this.#parts.fork().execute<{ id: string }[]>(
      `update runs set lease_until = now() + interval '${LEASE_SECONDS} seconds'
       where lease_owner = ? and status in ('QUEUED', 'RUNNING') and id in (${ids.map(() => '?').join(', ')}) returning id`,
      [this.#parts.instanceId, ...ids],
    );
    const kept = new Set(rows.map(({ id }) => id));
    for (const id of ids) if (!kept.has(id)) this.#parts.live.get(id)?.stop('INTERRUPTED');
  }

  async #reap(all: boolean): Promise<void> {
    const dead = await this.#parts.fork().execute<DeadRun[]>(
      `select id, owner_id, session_id, message_id, model_id, created_at from runs
       where status in ('QUEUED', 'RUNNING') and (lease_until < now() or ?::boolean) order by created_at limit 500`,
      [all],
    );
    for (const run of dead) {
      // Still being written here: a busy database has delayed the heartbeat, and the next one renews the lease.
      if (this.#parts.live.get(run.id)) continue;
      await this.#interrupt(run).catch((error: unknown) =>
        this.#parts.log.error({ runId: run.id, error }, 'a dead run could not be ended'),
      );
    }
  }

  async #interrupt(run: DeadRun): Promise<void> {
    const { bus, runLog, sessions, ending, log, fork } = this.#parts;
    const logged = await runLog.read(fork(), run.id, -1);
    const sequence = (logged.at(-1)?.sequence ?? -1) + 1;
    const end = {
      status: 'INTERRUPTED',
      errorCode: null,
      errorMessage: 'The server stopped while it was answering.',
    } as const;
    const event = { __typename: 'RunEnded', runId: run.id, sequence, ...end, messageId: run.message_id } as const;
    const shape = new ShapeBuilder();
    for (const each of [...logged, event]) shape.add(each);
    const isMine = await ending.commit({
      runId: run.id,
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
    if (!isMine) return;
    bus.publish(runTopic(run.id), event);
    sessions.publish(run.owner_id, run.session_id);
    log.warn({ runId: run.id, lastSequence: sequence }, 'run was interrupted: its server had stopped');
  }
}
