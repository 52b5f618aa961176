import { setTimeout as sleep } from 'node:timers/promises';
import type { MikroORM } from '@mikro-orm/core';
import type { PostgreSqlDriver } from '@mikro-orm/postgresql';
import type { Kysely } from 'kysely';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Log } from '../kernel/log.ts';
import { migrations } from './migrations/index.ts';

/** Held by whoever looks at or changes the schema: one at a time among all instances. */
const LOCK = `hashtext('parley: migrations')`;
/** How long a change may wait for a table that others use. Meanwhile everybody else waits behind it, so it gives up soon and tries again. */
const TABLE_PATIENCE = '3s';
const ATTEMPTS = 20;
const PAUSE = 1_000;

type Orm = MikroORM<PostgreSqlDriver>;

/**
 * Brings the schema up to date: all steps in one transaction, by one instance; others wait and find nothing left to do.
 * A database of a newer release is left as it is.
 * @throws Error when that release has removed what this one needs, when the database is older than the first release, or when
 * a step fails; nothing is changed then.
 */
export async function migrate(orm: Orm, log: Log): Promise<void> {
  await inOneTransaction(orm, ensureMigrationsTable);
  // The migrator looks around on connections of its own, which it must not while we hold one.
  await orm.migrator.getPending();
  for (let attempt = 1; ; attempt++) {
    try {
      const done = await inOneTransaction(orm, (tx) => migrateIn(orm, tx));
      if (done.length > 0) log.info({ migrations: done }, 'database migrated');
      return;
    } catch (error) {
      if ((error as { code?: string }).code !== '55P03' || attempt === ATTEMPTS) throw failedStep(error);
      log.warn({ attempt }, 'a table is locked; retrying the database migration');
      await sleep(PAUSE);
    }
  }
}

/** Does what is missing, up to a step if one is named, in a transaction of the caller's. @returns the steps that were done. */
export async function migrateIn(orm: Orm, tx: SqlEntityManager, to?: string): Promise<string[]> {
  await checkBuild(tx);
  await tx.execute(`set local lock_timeout = '${TABLE_PATIENCE}'`);
  const transaction = tx.getTransactionContext<Kysely<unknown>>() as never;
  const done = await orm.migrator.up({ transaction, ...(to && { to }) });
  return done.map(({ name }) => name);
}

/** Begins a transaction that has the schema for itself and may take its time. */
export async function inOneTransaction<T>(orm: Orm, work: (tx: SqlEntityManager) => Promise<T>): Promise<T> {
  return (orm.em.fork() as SqlEntityManager).transactional(async (transaction) => {
    const tx = transaction as SqlEntityManager;
    await tx.execute('set local statement_timeout = 0');
    await tx.execute('set local lock_timeout = 0');
    await tx.execute(`select pg_advisory_xact_lock(${LOCK})`);
    return work(tx);
  });
}

/** The migrator would make it on a connection of its own, where two instances get into each other's way. */
async function ensureMigrationsTable(tx: SqlEntityManager): Promise<void> {
  await tx.execute(
    `create table if not exists "migrations" (
       "id" serial primary key, "name" varchar(255) not null, "executed_at" timestamptz not null default current_timestamp
     )`,
  );
}

/** What the database has been through, oldest first. */
export async function appliedMigrations(tx: SqlEntityManager): Promise<string[]> {
  const rows = await tx.execute<{ name: string }[]>('select name from migrations order by id');
  return rows.map(({ name }) => name);
}

/** An older build goes on working on a newer schema, until that says otherwise. */
async function checkBuild(tx: SqlEntityManager): Promise<void> {
  const applied = await appliedMigrations(tx);
  const known = new Set(migrations.map(({ name }) => name));
  if (applied.length > 0 && !known.has(applied[0]!)) {
    throw new Error(
      `UNRELEASED_DATABASE: a build from before the first release created the database. It cannot be migrated.
Nothing was changed. Set DATA_DIR to an empty folder, or DATABASE_URL to an empty database, and start again.`,
    );
  }
  const newer = applied.filter((name) => !known.has(name));
  if (newer.length === 0) return;
  const [row] = await tx.execute<{ oldest_build: string }[]>('select oldest_build from installation');
  if (row && known.has(row.oldest_build)) return;
  throw new Error(
    `A newer release of Parley migrated the database to ${newer.at(-1)}. This release does not support it.
Start that release, or restore the backup that was made before the upgrade.`,
  );
}

function failedStep(error: unknown): unknown {
  if ((error as { code?: string }).code !== '55P03') return error;
  return new Error(
    `The database could not be migrated: a table was locked the whole time. Look for long transactions in
pg_stat_activity, end them, and start again. Nothing was changed.`,
    { cause: error },
  );
}
