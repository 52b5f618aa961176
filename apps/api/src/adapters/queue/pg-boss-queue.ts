import type { SqlEntityManager } from '@mikro-orm/sql';
import { CompiledQuery, type Kysely } from 'kysely';
import type { Pool } from 'pg';
import { PgBoss } from 'pg-boss';
import type { Log } from '../../kernel/log.ts';
import type { JobKind, JobTurn, Queue } from '../../ports/queue.ts';

/** How often an instance looks for jobs that another one has added, in seconds. */
const POLLING_SECONDS = 5;
/** A job is begun again when its process has not been heard of for this long, in seconds. */
const HEARTBEAT_SECONDS = 20;
/** How often such jobs are looked for, in seconds. */
const MONITOR_SECONDS = 10;

type Executor = { executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }> };

export interface PgBossOptions {
  /** The connections of the rest of the app: the embedded database has only one. */
  pool: () => Promise<Pool>;
  isEmbedded: boolean;
  log: Log;
}

/** Jobs in the schema `pgboss` of our own database, so that a job is committed with what it is about. */
export class PgBossQueue implements Queue {
  readonly #options: PgBossOptions;
  /** Ids of the workers of each kind. */
  readonly #workers = new Map<string, string[]>();
  readonly #stopping = new AbortController();
  #boss: PgBoss | undefined;

  constructor(options: PgBossOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    const { isEmbedded, log } = this.#options;
    const pool = await this.#options.pool();
    this.#boss = new PgBoss({
      db: { executeSql: async (text, values) => onlyRows(await pool.query(text, values as unknown[] | undefined)) },
      backend: isEmbedded ? 'pglite' : 'postgres',
      schedule: false,
      monitorIntervalSeconds: MONITOR_SECONDS,
      superviseIntervalSeconds: MONITOR_SECONDS,
    });
    this.#boss.on('error', (error) => log.error({ error }, 'the job queue has a problem'));
    await this.#boss.start();
  }

  async add(tx: SqlEntityManager, kind: JobKind, key: string): Promise<void> {
    await this.#started.send(kind.name, { key }, { singletonKey: key, db: inTransaction(tx) });
  }

  wake(kind: JobKind): void {
    for (const worker of this.#workers.get(kind.name) ?? []) this.#started.notifyWorker(worker);
  }

  async work(kind: JobKind, handler: (key: string, turn: JobTurn) => Promise<void>): Promise<void> {
    const boss = this.#started;
    await boss.createQueue(kind.name, {
      policy: 'exclusive',
      retryLimit: kind.retries,
      retryDelay: 2,
      retryBackoff: true,
      expireInSeconds: 6 * 60 * 60,
      heartbeatSeconds: HEARTBEAT_SECONDS,
      deleteAfterSeconds: 60 * 60,
    });
    if (this.#options.isEmbedded) await this.#takeOverJobs(kind);
    const options = { includeMetadata: true as const, batchSize: 1, pollingIntervalSeconds: POLLING_SECONDS };
    const workers: string[] = [];
    this.#workers.set(kind.name, workers);
    for (let index = 0; index < kind.concurrency; index++) {
      const worker = await boss.work<{ key: string }, void, typeof options>(kind.name, options, async ([job]) => {
        const { data, retryCount, retryLimit } = job!;
        try {
          await handler(data.key, { signal: this.#stopping.signal, isLast: retryCount >= retryLimit });
        } finally {
          // Looks for the next one at once; it would wait otherwise.
          boss.notifyWorker(worker);
        }
      });
      workers.push(worker);
    }
  }

  async stop(graceMs: number): Promise<void> {
    this.#stopping.abort();
    await this.#boss?.stop({ graceful: true, timeout: Math.max(1_000, graceMs), close: false });
  }

  /** Nobody else works on the embedded database: what looks like being worked on was left by a process that died. */
  async #takeOverJobs(kind: JobKind): Promise<void> {
    const pool = await this.#options.pool();
    await pool.query(
      `update pgboss.job set state = 'retry', start_after = now() where name = $1 and state = 'active'`,
      [kind.name],
    );
  }

  get #started(): PgBoss {
    if (!this.#boss) throw new Error('The job queue was not started.');
    return this.#boss;
  }
}

function inTransaction(tx: SqlEntityManager): Executor {
  const transaction = tx.getTransactionContext<Kysely<unknown>>();
  if (!transaction) throw new Error('A job is added inside a transaction.');
  return { executeSql: (text, values) => transaction.executeQuery(CompiledQuery.raw(text, values as unknown[])) };
}

/** Several statements at once give several results; pg-boss reads their rows as one. */
function onlyRows(result: { rows: unknown[] } | { rows: unknown[] }[]): { rows: unknown[] } {
  return Array.isArray(result) ? { rows: result.flatMap(({ rows }) => rows) } : result;
}
