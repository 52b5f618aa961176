import { DataloaderType, MikroORM } from '@mikro-orm/core';
import { PostgreSqlDriver } from '@mikro-orm/postgresql';
import { Migrator } from '@mikro-orm/migrations';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { EmbeddedDatabase } from './embedded/embedded-database.ts';
import { entities } from './entities.ts';
import { migrations } from './migrations/index.ts';

export interface DatabaseOptions {
  /** PostgreSQL to connect to; left out, the embedded database is opened. */
  url?: string | undefined;
  /** Folder of the embedded database; left out, it lives in memory. */
  embeddedDir?: string | undefined;
  /** Data folder to start the embedded database from (tests). */
  snapshot?: Blob | undefined;
}

export interface Database {
  orm: MikroORM<PostgreSqlDriver>;
  /** A new unit of work. */
  fork(): SqlEntityManager;
  /** Brings the schema up to date. */
  migrate(): Promise<void>;
  isEmbedded: boolean;
  /** The embedded database itself; undefined on a server. */
  embedded: EmbeddedDatabase | undefined;
  close(): Promise<void>;
}

/** How long a query waits for a free connection, in milliseconds, before it fails instead of hanging. */
const CHECK_OUT_TIMEOUT = 10_000;

/** Opens the database: PostgreSQL by URL, the embedded one otherwise. Both speak to the same driver. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const embedded = options.url
    ? undefined
    : await EmbeddedDatabase.open({ dataDir: options.embeddedDir, snapshot: options.snapshot });
  const orm = await MikroORM.init<PostgreSqlDriver>({
    driver: PostgreSqlDriver,
    entities,
    ...(options.url ? { clientUrl: options.url } : { dbName: 'postgres', user: 'postgres' }),
    pool: { min: 0, max: embedded ? 1 : 10 },
    driverOptions: {
      connectionTimeoutMillis: CHECK_OUT_TIMEOUT,
      ...(embedded ? { stream: () => embedded.connect(), idleTimeoutMillis: 0 } : {}),
    },
    extensions: [Migrator],
    migrations: {
      migrationsList: migrations,
      tableName: 'migrations',
      transactional: true,
      snapshot: false,
      silent: true,
    },
    // Written in SQL alone: their types, indexes and triggers have no words among the entities.
    schemaGenerator: { skipTables: ['chunk_vectors', 'chunk_terms', 'term_counts', 'lexicon_totals'] },
    dataloader: DataloaderType.ALL,
    forceUtcTimezone: true,
    disableIdentityMap: false,
  });
  return {
    orm,
    fork: () => orm.em.fork() as SqlEntityManager,
    migrate: async () => {
      await orm.migrator.up();
    },
    isEmbedded: embedded !== undefined,
    embedded,
    close: async () => {
      await orm.close(true);
      await embedded?.close();
    },
  };
}
