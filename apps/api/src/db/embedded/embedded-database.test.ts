import { chmod, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EmbeddedDatabase } from './embedded-database.ts';

describe('EmbeddedDatabase', () => {
  let database: EmbeddedDatabase;
  let pool: Pool;

  const open = (from: EmbeddedDatabase) =>
    new Pool({ stream: () => from.connect() as never, max: 1, user: 'postgres', database: 'postgres' });

  beforeAll(async () => {
    database = await EmbeddedDatabase.open({});
    pool = open(database);
    await pool.query('create extension vector');
    await pool.query('create table things (id int primary key, bytes bytea, data jsonb, place vector(3))');
  });

  afterAll(async () => {
    await pool.end();
    await database.close();
  });

  it('speaks to pg like a server: bytes, JSON, vectors', async () => {
    await pool.query('insert into things values ($1, $2, $3, $4)', [1, Buffer.from('ab'), { a: [1] }, '[1,2,3]']);
    const { rows } = await pool.query('select * from things where id = $1', [1]);
    expect(rows).toEqual([{ id: 1, bytes: Buffer.from('ab'), data: { a: [1] }, place: '[1,2,3]' }]);
  });

  it('reports errors with their SQL state and goes on', async () => {
    await expect(pool.query('select * from nowhere where id = $1', [1])).rejects.toMatchObject({ code: '42P01' });
    await expect(pool.query('insert into things (id) values (1)')).rejects.toMatchObject({ code: '23505' });
    expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });

  it('does not leave a transaction of a broken connection open', async () => {
    const client = await pool.connect();
    await client.query('begin');
    await client.query('insert into things (id) values (2)');
    client.release(new Error('broken'));
    expect((await pool.query('select count(*)::int as count from things')).rows).toEqual([{ count: 1 }]);
  });

  it.skipIf(process.platform === 'win32')('keeps its folder from everybody else, an older one too', async () => {
    const parent = await mkdtemp(join(tmpdir(), 'parley-private-'));
    const dataDir = join(parent, 'postgres');
    const rightsAfterStart = async (): Promise<string> => {
      const one = await EmbeddedDatabase.open({ dataDir });
      await one.close();
      return ((await stat(dataDir)).mode & 0o777).toString(8);
    };
    expect(await rightsAfterStart()).toBe('700');
    await chmod(dataDir, 0o755);
    expect(await rightsAfterStart()).toBe('700');
    await rm(parent, { recursive: true, force: true });
  });

  it('can be opened again from a dump', async () => {
    const copy = await EmbeddedDatabase.open({ snapshot: await database.dump() });
    const copyPool = open(copy);
    expect((await copyPool.query('select id from things')).rows).toEqual([{ id: 1 }]);
    await copyPool.end();
    await copy.close();
  });
});
