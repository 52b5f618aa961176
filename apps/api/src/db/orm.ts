import { DataloaderType, MikroORM } from '@mikro-orm/core';
import { PostgreSqlDriver } from '@mikro-orm/postgresql';
import { Migrator } from '@mikro-orm/migrations';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Pool } from 'pg';
import { newId } from '../kernel/ids.ts';
import { type Log, silentLog } from '../kernel/log.ts';
import { EmbeddedDatabase } from './embedded/embedded-database.ts';
import { entities, sqlTables } from './entities.ts';
import { PreparedStatements } from './prepared-statements.ts';
import { migrate } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import { ConnectionWatch } from './server/connection-watch.ts';
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

/** Opens the database: PostgreSQL by URL, the embedded one otherwise. Both speak to the same driver. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const embedded = options.url
    ? undefined
    : await EmbeddedDatabase.open({ dataDir: options.embeddedDir, snapshot: options.snapshot });
  const watch = options.url ? new ConnectionWatch(options.url) : undefined;
  const orm = await MikroORM.init<PostgreSqlDriver>({
    driver: PostgreSqlDriver,
    entities,
    // Inside a transaction, the ORM takes every database of the same name for the one it is about.
    contextName: newId(),
    ...(options.url ? { clientUrl: options.url } : { dbName: 'postgres', user: 'postgres' }),
    ensureDatabase: false,
    pool: { min: 0, max: embedded ? 1 : (options.poolSize ?? POOL_SIZE) },
    driverOptions: embedded ? embeddedOptions(embedded) : serverOptions(options, watch!),
    extensions: [Migrator],
    migrations: {
      migrationsList: migrations,
      tableName: 'migrations',
      transactional: true,
      snapshot: false,
      silent: true,
    },
    schemaGenerator: { skipTables: [...sqlTables], ignoreSchema: ['analytics', 'pgboss'] },
    dataloader: DataloaderType.ALL,
    forceUtcTimezone: true,
    disableIdentityMap: false,
  });
  return {
    orm,
    fork: () => orm.em.fork() as SqlEntityManager,
    migrate: async (log = silentLog) => {
      if (options.url) await checkServer(options.url);
      await migrate(orm, log);
    },
    isEmbedded: embedded !== undefined,
    embedded,
    close: async () => {
      watch?.stop();
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

const serverOptions = ({ url, applicationName = APPLICATION }: DatabaseOptions, watch: ConnectionWatch): object => ({
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
