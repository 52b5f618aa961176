import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Pool } from 'pg';
import { PgBoss, type JobWithMetadata } from 'pg-boss';
import { logFailure } from '../../db/errors/log-failure.ts';
import type { Log } from '../../kernel/log.ts';
import type { Metrics } from '../../ports/metrics.ts';
import type { JobCounts, JobCursor, JobFilter, JobKind, JobRecord, JobAttempt, Queue } from '../../ports/queue.ts';
import { inSpan, type Tracer } from '../../ports/tracer.ts';
import { inTransaction, throughPool } from './executors.ts';
import { JobFailure } from './job-failure.ts';
import { JobList } from './job-list.ts';
import { createReporter } from './job-progress.ts';
import type { JobData } from './job-records.ts';
import { hasSchema, takeTurn } from './queue-schema.ts';

/** How often an instance looks for jobs that another one has added, in seconds. */
const POLLING_SECONDS = 5;
/** A job is begun again when its process has not been heard of for this long, in seconds. */
const HEARTBEAT_SECONDS = 20;
/** How often such jobs are looked for, in seconds. */
const MONITOR_SECONDS = 10;
/** How long a job stays in the list: one that failed for somebody to look at, one that is done for a day. */
const FAILED_KEPT_SECONDS = 14 * 24 * 60 * 60;
const DONE_KEPT_SECONDS = 24 * 60 * 60;
/** A job that recurs is known by the one of this interval, so that must be there as long. */
const LONGEST_INTERVAL_SECONDS = DONE_KEPT_SECONDS / 2;
/** How often is looked whether the next interval has begun, in milliseconds. */
const INTERVAL_CHECK = 30_000;

const NO_JOB = '00000000-0000-0000-0000-000000000000';

type Handler = (key: string, job: JobAttempt) => Promise<void>;
type PgBossJob = JobWithMetadata<JobData>;

export interface PgBossOptions {
  /** The connections of the rest of the app: the embedded database has only one. */
  pool: () => Promise<Pool>;
  isEmbedded: boolean;
  log: Log;
  metrics: Metrics;
  tracer: Tracer;
}

/** Jobs in the schema `pgboss` of our own database, so that a job is committed with what it is about. */
export class PgBossQueue implements Queue {
  readonly #options: PgBossOptions;
  readonly #list: JobList;
  /** Ids of the workers of each kind. */
  readonly #workers = new Map<string, string[]>();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #stopping = new AbortController();
  #boss: PgBoss | undefined;

  constructor(options: PgBossOptions) {
    this.#options = options;
    this.#list = new JobList(options.pool);
  }

  async start(): Promise<void> {
    const { isEmbedded } = this.#options;
    const pool = await this.#options.pool();
    const leave = isEmbedded ? () => {} : await takeTurn(pool);
    try {
      await this.#begin(pool);
    } finally {
      leave();
    }
  }

  async #begin(pool: Pool): Promise<void> {
    const { isEmbedded, log } = this.#options;
    this.#boss = new PgBoss({
      db: throughPool(pool),
      backend: isEmbedded ? 'pglite' : 'postgres',
      schedule: false,
      createSchema: !(await hasSchema(pool)),
      monitorIntervalSeconds: MONITOR_SECONDS,
      superviseIntervalSeconds: MONITOR_SECONDS,
    });
    this.#boss.on('error', (error) => {
      // What a handler threw was logged with its job.
      if (error.name !== 'JobFailure') logFailure(log, {}, error, 'the job queue has a problem');
    });
    await this.#boss.start();
  }

  async add(tx: SqlEntityManager, kind: JobKind, key: string): Promise<void> {
    await this.#started.send(kind.name, { key }, { singletonKey: key, db: inTransaction(tx) });
  }

  wake(kind: JobKind): void {
    this.#wake(kind.name);
  }

  async work(kind: JobKind, handler: Handler): Promise<void> {
    const boss = this.#started;
    const settings = {
      retryLimit: kind.retries,
      retryDelay: 2,
      retryBackoff: true,
      expireInSeconds: 6 * 60 * 60,
      heartbeatSeconds: HEARTBEAT_SECONDS,
      deleteAfterSeconds: FAILED_KEPT_SECONDS,
    };
    await boss.createQueue(kind.name, { policy: 'exclusive', ...settings });
    // An installation that has the queue already keeps the settings of the version that made it.
    await boss.updateQueue(kind.name, settings);
    // Fills its cache: within a transaction of the embedded database there is no connection left to look the queue up with.
    await boss.findJobs(kind.name, { id: NO_JOB });
    if (this.#options.isEmbedded) await this.#takeOverJobs(kind);
    const options = { includeMetadata: true as const, batchSize: 1, pollingIntervalSeconds: POLLING_SECONDS };
    const workers: string[] = [];
    this.#workers.set(kind.name, workers);
    for (let index = 0; index < kind.concurrency; index++) {
      const worker = await boss.work<JobData, void, typeof options>(kind.name, options, async ([job]) => {
        try {
          await this.#do(job!, handler);
        } finally {
          // Looks for the next one at once; it would wait otherwise.
          boss.notifyWorker(worker);
        }
      });
      workers.push(worker);
    }
  }

  async every(kind: JobKind, key: string, seconds: number): Promise<void> {
    if (seconds > LONGEST_INTERVAL_SECONDS) throw new Error(`At most ${LONGEST_INTERVAL_SECONDS} seconds.`);
    const addDue = async (): Promise<void> => {
      // Whoever comes first has it; for the others nothing is added.
      const id = await this.#started.send(kind.name, { key }, { singletonKey: key, singletonSeconds: seconds });
      if (id) this.#wake(kind.name);
    };
    const timer = setInterval(() => {
      addDue().catch((error: unknown) => this.#options.log.warn({ kind: kind.name, key, error }, 'job is overdue'));
    }, INTERVAL_CHECK);
    this.#timers.add(timer.unref());
    await addDue();
  }

  list(filter: JobFilter, limit: number, after: JobCursor | null): Promise<JobRecord[]> {
    return this.#list.list(this.#kinds, filter, limit, after);
  }

  find(id: string): Promise<JobRecord | null> {
    return this.#list.find(this.#kinds, id);
  }

  counts(): Promise<JobCounts[]> {
    return this.#list.counts(this.#kinds);
  }

  async retry(id: string): Promise<boolean> {
    const job = await this.find(id);
    if (job?.state !== 'FAILED') return false;
    try {
      await this.#started.retry(job.kind, id);
    } catch (error) {
      if (isDuplicate(error)) return false;
      throw error;
    }
    this.#wake(job.kind);
    return true;
  }

  async delete(id: string): Promise<boolean> {
    const pool = await this.#options.pool();
    const { rowCount } = await pool.query(
      "delete from pgboss.job where id = $1 and name = any($2::text[]) and state <> 'active'",
      [id, this.#kinds],
    );
    return (rowCount ?? 0) > 0;
  }

  async isHealthy(): Promise<boolean> {
    if (!this.#boss || this.#stopping.signal.aborted) return false;
    return (await this.#boss.schemaVersion()) !== null;
  }

  async stop(graceMs: number): Promise<void> {
    this.#stopping.abort();
    for (const timer of this.#timers) clearInterval(timer);
    await this.#boss?.stop({ graceful: true, timeout: Math.max(1_000, graceMs), close: false });
  }

  async #do({ id, name: kind, data: { key }, retryCount, retryLimit }: PgBossJob, handler: Handler): Promise<void> {
    const { log, metrics, tracer } = this.#options;
    const attempt = retryCount + 1;
    const report = createReporter(this.#options.pool, { id, kind, attempt }, log);
    const job = { signal: this.#stopping.signal, isLast: retryCount >= retryLimit, report };
    const startedAt = performance.now();
    const end = (isDone: boolean): void =>
      metrics.jobEnded({ kind, isDone, durationMs: performance.now() - startedAt });
    try {
      const attributes = { 'parley.job.id': id, 'parley.job.attempt': attempt };
      await inSpan(tracer, `job ${kind}`, { attributes }, () => handler(key, job));
      await this.#forgetSoon(id, kind);
    } catch (error) {
      end(false);
      const facts = { jobId: id, kind, key, attempt, error };
      if (job.signal.aborted) log.info({ jobId: id, kind, key }, 'job postponed: the server is stopping');
      else if (job.isLast) log.error(facts, 'job failed permanently');
      else log.warn(facts, 'job failed, will be retried');
      throw new JobFailure(error, id);
    }
    end(true);
  }

  /** Jobs that are done need not stay as long as those somebody should look at. */
  async #forgetSoon(id: string, kind: string): Promise<void> {
    const pool = await this.#options.pool();
    await pool.query('update pgboss.job set deletion_seconds = $1 where name = $2 and id = $3', [
      DONE_KEPT_SECONDS,
      kind,
      id,
    ]);
  }

  /** Nobody else works on the embedded database: what looks like being worked on was left by a process that died. */
  async #takeOverJobs(kind: JobKind): Promise<void> {
    const pool = await this.#options.pool();
    await pool.query(
      `update pgboss.job set state = 'retry', start_after = now() where name = $1 and state = 'active'`,
      [kind.name],
    );
  }

  #wake(kind: string): void {
    for (const worker of this.#workers.get(kind) ?? []) this.#started.notifyWorker(worker);
  }

  get #kinds(): string[] {
    return [...this.#workers.keys()];
  }

  get #started(): PgBoss {
    if (!this.#boss) throw new Error('The job queue was not started.');
    return this.#boss;
  }
}

/** The unique index that allows one job of a kind and key at a time. */
const isDuplicate = (error: unknown): boolean => (error as { code?: unknown } | null)?.code === '23505';
