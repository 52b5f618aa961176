import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { inject } from 'vitest';
import { createQueue } from '../../src/adapters/queue/index.ts';
import { type Database, type DatabaseOptions, openDatabase } from '../../src/db/orm.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { noMetrics } from '../../src/ports/metrics.ts';
import { noTracer } from '../../src/ports/tracer.ts';

export interface TestDatabase {
  /** Settings of a server that shall use it: empty for the embedded one, which lives in DATA_DIR. */
  settings: Record<string, string>;
  /** Opens it, migrated. The embedded one is a new one each time. */
  open(): Promise<Database>;
  /** Takes it away from those who use it. */
  lose(): Promise<void>;
  /** Deletes it; nobody may use it any more. */
  drop(): Promise<void>;
}

/** An embedded database, and the rows that it is made with: of migrations, and of the job queue. */
interface Embedded {
  database: Database;
  rows: { table: string; content: string }[];
}

/** Embedded databases of this worker that nobody uses: emptied, since starting one takes seconds. */
const idle: Embedded[] = [];

const execute = <Row>({ orm }: Database, statement: string): Promise<Row[]> =>
  orm.em.getConnection().execute<Row[]>(statement);

async function tablesOf(database: Database): Promise<string[]> {
  const found = await execute<{ name: string }>(
    database,
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'pgboss')`,
  );
  return found.map(({ name }) => name);
}

async function startEmbedded(): Promise<Embedded> {
  const database = await openDatabase({ snapshot: new Blob([await readFile(inject('snapshotPath'))]) });
  const contents = (await tablesOf(database)).map(
    (table) => `select '${table}' as "table", jsonb_agg(t)::text as content from only ${table} t`,
  );
  const rows = await execute<{ table: string; content: string | null }>(database, contents.join(' union all '));
  return { database, rows: rows.filter((row): row is { table: string; content: string } => row.content !== null) };
}

/** Makes a database again what it was when it was started. */
async function empty({ database, rows }: Embedded): Promise<void> {
  await execute(database, `truncate ${(await tablesOf(database)).join(', ')} restart identity cascade`);
  for (const { table, content } of rows) {
    const text = content.replaceAll("'", "''");
    await execute(database, `insert into ${table} select * from jsonb_populate_recordset(null::${table}, '${text}')`);
  }
}

/** A migrated, empty embedded database; when it is closed, the next test file of this worker gets it. */
function embeddedDatabase(): TestDatabase {
  const lost = new Set<Embedded>();
  const opened: Embedded[] = [];
  return {
    settings: {},
    async open() {
      const own = idle.pop() ?? (await startEmbedded());
      opened.push(own);
      const close = async (): Promise<void> => {
        if (lost.has(own)) return;
        await empty(own);
        idle.push(own);
      };
      return { ...own.database, close };
    },
    async lose() {
      for (const own of opened) lost.add(own);
      await Promise.all(opened.map(({ database }) => database.close()));
    },
    drop: async () => {},
  };
}

/** Runs one statement in the server's own database. */
async function administer(statement: string): Promise<void> {
  const client = new pg.Client(process.env['TEST_DATABASE_URL']);
  await client.connect();
  await client.query(statement).finally(() => client.end());
}

/** The address of a database on the server of TEST_DATABASE_URL. */
function urlOf(name: string): string {
  const url = new URL(process.env['TEST_DATABASE_URL']!);
  url.pathname = name;
  return url.href;
}

/**
 * An empty, migrated database for one test file: embedded, or on the servers of TEST_DATABASE_URL and TEST_REDIS_URL
 * when the file runs in the project `servers`.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const template = inject('templateDatabase');
  if (!template) return embeddedDatabase();
  const name = `parley_test_${randomUUID().replaceAll('-', '')}`;
  await administer(`create database ${name} template ${template}`);
  return {
    settings: { DATABASE_URL: urlOf(name), REDIS_URL: process.env['TEST_REDIS_URL']! },
    open: () => openDatabase({ url: urlOf(name) }),
    lose: () => dropDatabase(name),
    drop: () => dropDatabase(name),
  };
}

/** Opens a {@link createTestDatabase} that is deleted when it is closed. */
export async function openTestDatabase(): Promise<Database> {
  const own = await createTestDatabase();
  const database = await own.open();
  const close = async (): Promise<void> => {
    await database.close();
    await own.drop();
  };
  return { ...database, close };
}

/** Makes all tables, also those of the job queue, which an app would make when it first starts. */
export async function makeTables(database: Database): Promise<void> {
  await database.migrate();
  const { orm, isEmbedded } = database;
  const pool = (): Promise<pg.Pool> => orm.em.getConnection().getNativeClient() as Promise<pg.Pool>;
  const queue = createQueue({ pool, isEmbedded, log: silentLog, metrics: noMetrics, tracer: noTracer });
  await queue.start();
  await queue.stop(0);
}

/** Makes the migrated database that others are copied from. @returns its name. */
export async function createTemplateDatabase(): Promise<string> {
  const name = `parley_template_${randomUUID().replaceAll('-', '')}`;
  await administer(`create database ${name}`);
  const database = await openDatabase({ url: urlOf(name) });
  await makeTables(database).finally(() => database.close());
  return name;
}

/** Deletes a database on the server, whoever uses it. */
export const dropDatabase = (name: string): Promise<void> => administer(`drop database if exists ${name} with (force)`);

/** A database without any table. */
export interface EmptyDatabase {
  name: string;
  /** Of the server; empty for the embedded database. */
  url: string;
  options: DatabaseOptions;
  /** Runs statements as the server's administrator. */
  execute(statements: string): Promise<void>;
  drop(): Promise<void>;
}

/** Makes one on the server in the project `servers`; otherwise says how to open an embedded one in memory. */
export async function createEmptyDatabase(): Promise<EmptyDatabase> {
  if (!inject('templateDatabase')) {
    return { name: 'postgres', url: '', options: {}, execute: async () => {}, drop: async () => {} };
  }
  const name = `parley_empty_${randomUUID().replaceAll('-', '')}`;
  await administer(`create database ${name}`);
  const url = urlOf(name);
  const execute = async (statements: string): Promise<void> => {
    const client = new pg.Client(url);
    await client.connect();
    await client.query(statements).finally(() => client.end());
  };
  return { name, url, options: { url }, execute, drop: () => dropDatabase(name) };
}
