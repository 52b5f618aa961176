import { sql } from 'kysely';
import type { Pool } from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestDatabase } from '../../test/support/test-database.ts';
import type { Database } from './orm.ts';
import { prepared } from './prepared.ts';

let database: Database;

beforeEach(async () => {
  database = await openTestDatabase();
});
afterEach(() => database.close());

const run = async (statement: ReturnType<typeof sql>): Promise<unknown[]> =>
  (await statement.execute(database.fork().getKysely())).rows;
/** How many statements the sessions that are idle keep. */
const kept = async (): Promise<number> => {
  const [row] = await run(sql`select count(*)::int as count from pg_prepared_statements where name like 'parley%'`);
  return (row as { count: number }).count;
};

describe('PreparedStatements', () => {
  it('are kept once, whatever their values, if they are marked', async () => {
    const before = await kept();
    for (const value of [1, 2, 3])
      expect(await run(sql`${prepared}select ${value}::int as one`)).toEqual([{ one: value }]);
    expect(await kept()).toBe(before + 1);
    await run(sql`select ${4}::int as one`);
    expect(await kept()).toBe(before + 1);
  });

  it('work on other connections, and on one that comes after another', async () => {
    const ask = (value: number) => run(sql`${prepared}select ${value}::int as one`);
    expect(await Promise.all([1, 2, 3].map(ask))).toEqual([[{ one: 1 }], [{ one: 2 }], [{ one: 3 }]]);
    const pool: Pool = await database.orm.em.getConnection().getNativeClient();
    const client = await pool.connect();
    client.release(true);
    expect(await ask(4)).toEqual([{ one: 4 }]);
  });

  it('are planned again when a table has changed', async () => {
    await run(sql`create table things (id int primary key)`);
    await run(sql`insert into things values (1)`);
    const read = () => run(sql`${prepared}select * from things where id = ${1}`);
    expect(await read()).toEqual([{ id: 1 }]);
    await run(sql`alter table things add column name text default 'one'`);
    expect(await read()).toEqual([{ id: 1, name: 'one' }]);
    expect(await read()).toEqual([{ id: 1, name: 'one' }]);
    await run(sql`drop table things`);
  });
});
