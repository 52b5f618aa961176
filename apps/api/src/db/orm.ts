import { MikroORM } from '@mikro-orm/core';
import { PostgreSqlDriver } from '@mikro-orm/postgresql';
import { Migrator } from '@mikro-orm/migrations';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Kysely, PostgresDialect } from 'kysely';
import { Pool } from 'pg';
import { newId } from '../kernel/ids.ts';
import { type Log, silentLog } from '../kernel/log.ts';
import { rooms } from '../rooms.ts';
import { EmbeddedDatabase } from './embedded/embedded-database.ts';
import { RateLimitCounter } from './rate-limit-counter.entity.ts';
import { PoolLoad } from './pool-load.ts';
import { PreparedStatements } from './prepared-statements.ts';
import { migrate } from './migrate.ts';
import type { Urgent } from './write-batch.ts';
import { migrations } from './migrations/index.ts';
import { ConnectionWatchdog } from './server/connection-watchdog.ts';
import { checkServer } from './server/server-check.ts';

export interface DatabaseOptions {
  /** PostgreSQL to connect to; left out, the embedded database is opened. */
  url?: string | undefined;
  /** Most connections to a server; the embedded database has one. */
  poolSize?: number | undefined;
  /** What the server lists its sessions as. */
  applicationName?: string | undefined;
  /** Folder of the embedded database; left out, it lives in memory. */
  embeddedDir?: string | undefined;
  /** Data folder to start the embedded database from (tests). */
  snapshot?: Blob | undefined;
}

export interface Database {
  orm: MikroORM<PostgreSqlDriver>;
  /** A new unit of work. */
  fork(): SqlEntityManager;
  /**
   * For what must go on when everybody waits: leases, the log of runs and their ends. On a server these have connections of their
   * own, with short limits; on the embedded database they go first.
   */
  urgent: () => Urgent;
  /** How many wait for a connection, and how long. */
  load: PoolLoad;
  /**
   * Brings the schema up to date.
   * @throws Error that says what to do when the server cannot be used.
   */
  migrate(log?: Log): Promise<void>;
  isEmbedded: boolean;
  /** The embedded database itself; undefined on a server. */
  embedded: EmbeddedDatabase | undefined;
  close(): Promise<void>;
}

/** How long a query waits for a connection, in milliseconds, before it fails instead of hanging. */
const CHECK_OUT_TIMEOUT = { embedded: 10_000, server: 5_000 };
const POOL_SIZE = 10;
/** Connections for what is urgent: a statement that waits for a lock leaves another one. */
const URGENT_CONNECTIONS = 2;
/** What an urgent statement may take, in milliseconds: it is tried again, and holds up the next one meanwhile. */
const urgentLimits = { statement_timeout: 5_000, lock_timeout: 2_000 };
/** The name of the server’s own sessions. */
export const APPLICATION = 'parley';

/**
 * What a session on a server may take, in milliseconds: a statement, waiting for a lock, and doing nothing while it holds
 * some. Work that needs longer begins its transaction with `set local statement_timeout = 0`.
 */
const sessionLimits = {
  statement_timeout: 60_000,
  lock_timeout: 10_000,
  idle_in_transaction_session_timeout: 30_000,
};
/** Silence after which TCP asks whether the server is still there, in milliseconds. */
const KEEP_ALIVE_AFTER = 10_000;

/** Tables that no entity describes. */
export const sqlTables = ['installation', ...rooms.flatMap(({ tables = [] }) => tables)];

/** Opens the database: PostgreSQL by URL, the embedded one otherwise. Both speak to the same driver. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const embedded = options.url
    ? undefined
    : await EmbeddedDatabase.open({ dataDir: options.embeddedDir, snapshot: options.snapshot });
  const watch = options.url ? new ConnectionWatchdog(options.url) : undefined;
  const poolSize = embedded ? 1 : (options.poolSize ?? POOL_SIZE);
  const orm = await MikroORM.init<PostgreSqlDriver>({
    driver: PostgreSqlDriver,
    entities: [...rooms.flatMap((room) => room.entities ?? []), RateLimitCounter],
    // Inside a transaction, the ORM takes every database of the same name for the one it is about.
    contextName: newId(),
    ...(options.url ? { clientUrl: options.url } : { dbName: 'postgres', user: 'postgres' }),
    ensureDatabase: false,
    pool: { min: 0, max: poolSize },
    driverOptions: embedded ? embeddedOptions(embedded) : serverOptions(options, watch!),
    extensions: [Migrator],
    migrations: {
      migrationsList: migrations,
      tableName: 'migrations',
      transactional: true,
      snapshot: false,
      silent: true,
    },
    schemaGenerator: { skipTables: sqlTables, ignoreSchema: ['analytics', 'pgboss'] },
    forceUtcTimezone: true,
  });
  const load = new PoolLoad(await orm.em.getConnection().getNativeClient(), poolSize);
  const urgentPool = watch ? openUrgentPool(options, watch) : load.urgent;
  const urgent = new Kysely<never>({ dialect: new PostgresDialect({ pool: urgentPool }) });
  return {
    orm,
    load,
    urgent: () => ({ getKysely: () => urgent }),
    fork: () => orm.em.fork() as SqlEntityManager,
    migrate: async (log = silentLog) => {
      if (options.url) await checkServer(options.url);
      await migrate(orm, log);
    },
    isEmbedded: embedded !== undefined,
    embedded,
    close: async () => {
      watch?.stop();
      await urgent.destroy();
      await orm.close(true);
      await embedded?.close();
    },
  };
}

const embeddedOptions = (embedded: EmbeddedDatabase): object => ({
  connectionTimeoutMillis: CHECK_OUT_TIMEOUT.embedded,
  stream: () => embedded.connect(),
  idleTimeoutMillis: 0,
  onPoolCreated: (pool: Pool) => new PreparedStatements().attach(pool),
});

function openUrgentPool(options: DatabaseOptions, watch: ConnectionWatchdog): Pool {
  const { onPoolCreated, ...connection } = serverOptions(options, watch);
  const pool = new Pool({ ...connection, ...urgentLimits, max: URGENT_CONNECTIONS });
  // A connection that breaks is reported by the statement it breaks.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  onPoolCreated(pool);
  return pool;
}

const serverOptions = ({ url, applicationName = APPLICATION }: DatabaseOptions, watch: ConnectionWatchdog) => ({
  // Besides the place, a URL can say how to encrypt: ?sslmode=require.
  connectionString: url,
  application_name: applicationName,
  connectionTimeoutMillis: CHECK_OUT_TIMEOUT.server,
  keepAlive: true,
  keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER,
  ...sessionLimits,
  onPoolCreated: (pool: Pool) => {
    watch.attach(pool);
    new PreparedStatements().attach(pool);
  },
});
