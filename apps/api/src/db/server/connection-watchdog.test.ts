import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Pool } from 'pg';
import { describe, expect, inject, it, type TestContext } from 'vitest';
import { FaultProxy } from '../../../test/support/fault-proxy.ts';
import { createEmptyDatabase } from '../../../test/support/test-database.ts';
import { type Database, openDatabase } from '../orm.ts';
import { databaseTrouble } from '../errors/database-away.ts';
import { storageTrouble } from '../errors/storage-trouble.ts';

/** A database of its own behind a proxy, until the test is over. */
async function openBehindProxy(end: TestContext['onTestFinished']): Promise<{ way: FaultProxy; database: Database }> {
  const own = await createEmptyDatabase();
  const way = await FaultProxy.start(own.url);
  const database = await openDatabase({ url: way.through(own.url) });
  end(async () => {
    await database.close();
    await way.close();
    await own.drop();
  });
  return { way, database };
}

const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'none',
    (error: unknown) => error,
  );

// Beside each other: they wait for many seconds.
describe.skipIf(!inject('templateDatabase'))('ConnectionWatchdog', { concurrent: true }, () => {
  it('gives up connections on which nobody answers, and the next query gets a new one', async ({
    onTestFinished: end,
  }) => {
    const { way, database } = await openBehindProxy(end);
    await database.fork().execute('select 1');
    way.blackHole();
    expect(databaseTrouble(await failureOf(database.fork().execute('select 1')))).toBe('away');
    await way.heal();
    expect(await database.fork().execute('select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('notices that only one connection is lost', async ({ onTestFinished: end }) => {
    const { way, database } = await openBehindProxy(end);
    await database.fork().execute('select 1');
    way.blackHole();
    const lost = way.whenLost();
    const failure = failureOf(database.fork().execute('select 1'));
    await lost;
    await way.heal();
    expect(databaseTrouble(await failure)).toBe('away');
  });

  it.for(['begin', 'a statement', 'commit'])(
    'takes a connection back that breaks before %s',
    async (place, { onTestFinished: end, expect: expectHere }) => {
      const { way, database } = await openBehindProxy(end);
      await database.fork().execute('select 1');
      const cutBefore = (step: string): void => void (step === place && way.cut());
      const work = database.fork().transactional(async (tx) => {
        cutBefore('a statement');
        await (tx as SqlEntityManager).execute('select 1');
        cutBefore('commit');
      });
      cutBefore('begin');
      expect(databaseTrouble(await failureOf(work))).toBe('away');
      const pool: Pool = await database.orm.em.getConnection().getNativeClient();
      await expectHere.poll(() => [pool.totalCount, pool.idleCount]).toEqual([0, 0]);
      expect(await database.fork().execute('select 1 as one')).toEqual([{ one: 1 }]);
    },
  );

  it('keeps no connection that takes no writes', async ({ onTestFinished: end }) => {
    const own = await createEmptyDatabase();
    await own.execute(`create table notes (); alter database ${own.name} set default_transaction_read_only = on`);
    const database = await openDatabase({ url: own.url });
    end(async () => {
      await database.close();
      await own.drop();
    });
    const write = (): Promise<unknown> => database.fork().execute('insert into notes default values');
    const writeBatch = (): Promise<unknown> =>
      database.fork().transactional((tx) => (tx as SqlEntityManager).execute('insert into notes default values'));
    expect(storageTrouble(await failureOf(write()))).toBe('readOnly');
    expect(storageTrouble(await failureOf(writeBatch()))).toBe('readOnly');
    await own.execute(`set transaction read write; alter database ${own.name} reset default_transaction_read_only`);
    expect(await failureOf(write())).toBe('none');
  });

  it('leaves a query alone that the server is working on', async ({ onTestFinished: end }) => {
    const { database } = await openBehindProxy(end);
    expect(await database.fork().execute('select pg_sleep(9), 1 as one')).toEqual([{ pg_sleep: '', one: 1 }]);
  });
});
