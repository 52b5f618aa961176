import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { createEmptyDatabase, type EmptyDatabase } from '../../test/support/test-database.ts';
import { type Log, silentLog } from '../kernel/log.ts';
import { migrations } from './migrations/index.ts';
import { type Database, openDatabase } from './orm.ts';

let own: EmptyDatabase;
let database: Database;

beforeEach(async () => {
  own = await createEmptyDatabase();
  database = await openDatabase(own.options);
});
afterEach(async () => {
  await database.close();
  await own.drop();
});

const tables = async (): Promise<string[]> => {
  const rows = await database
    .fork()
    .execute<{ name: string }[]>(`select tablename as name from pg_tables where schemaname = 'public' order by 1`);
  return rows.map(({ name }) => name);
};

it('does every step once, also when several begin', async () => {
  await Promise.all(Array.from({ length: 4 }, () => database.migrate()));
  const rows = await database.fork().execute<{ name: string }[]>('select name from migrations order by id');
  expect(rows.map(({ name }) => name)).toEqual(migrations.map(({ name }) => name));
});

it('leaves nothing of it when a step fails, and can be begun again', async () => {
  await database.fork().execute('create table installation (id int)');
  await expect(database.migrate()).rejects.toThrow('"installation" already exists');
  expect(await tables()).toEqual(['installation', 'migrations']);
  await database.fork().execute('drop table installation');
  await database.migrate();
  expect(await tables()).toContain('users');
});

it('goes on working on a newer schema until that says that it cannot', async () => {
  await database.migrate();
  await database.fork().execute(`insert into migrations (name) values ('9999-later')`);
  await database.migrate();
  await database.fork().execute(`update installation set oldest_build = '9999-later'`);
  await expect(database.migrate()).rejects.toThrow(/newer release of Parley migrated the database to 9999-later/);
});

it('refuses a database from before the first release, and leaves it as it is', async () => {
  await database.orm.migrator.getPending();
  await database.fork().execute(`insert into migrations (name) values ('0001-initial')`);
  await expect(database.migrate()).rejects.toThrow(/^UNRELEASED_DATABASE: [^]*DATA_DIR[^]*DATABASE_URL/);
  expect(await tables()).toEqual(['migrations']);
});

describe.skipIf(!inject('templateDatabase'))('on a server', () => {
  it('does not make others wait behind a table that is in use, and gets its turn', async () => {
    await database.orm.migrator.getPending();
    const other = new Client(own.url);
    await other.connect();
    await other.query('begin; lock table migrations in share mode');
    const tried = Promise.withResolvers<void>();
    const log: Log = { ...silentLog, warn: () => tried.resolve() };
    const migrated = database.migrate(log);
    await tried.promise;
    await other.query('commit');
    await migrated;
    await other.end();
    expect(await tables()).toContain('installation');
  });
});
