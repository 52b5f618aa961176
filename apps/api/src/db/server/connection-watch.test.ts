import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Pool } from 'pg';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { FaultProxy } from '../../../test/support/fault-proxy.ts';
import { createEmptyDatabase, type EmptyDatabase } from '../../../test/support/test-database.ts';
import { type Database, openDatabase } from '../orm.ts';
import { databaseTrouble } from '../../kernel/database-away.ts';

describe.skipIf(!inject('templateDatabase'))('ConnectionWatch', () => {
  let own: EmptyDatabase;
  let way: FaultProxy;
  let database: Database;

  beforeEach(async () => {
    own = await createEmptyDatabase();
    way = await FaultProxy.start(own.url);
    database = await openDatabase({ url: way.through(own.url) });
  });
  afterEach(async () => {
    await database.close();
    await way.close();
    await own.drop();
  });

  const failureOf = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => 'none',
      (error: unknown) => error,
    );

  it('gives up connections on which nobody answers, and the next query gets a new one', async () => {
    await database.fork().execute('select 1');
    way.blackHole();
    expect(databaseTrouble(await failureOf(database.fork().execute('select 1')))).toBe('away');
    await way.heal();
    expect(await database.fork().execute('select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('notices that only one connection is lost', async () => {
    await database.fork().execute('select 1');
    way.blackHole();
    const lost = way.whenLost();
    const failure = failureOf(database.fork().execute('select 1'));
    await lost;
    await way.heal();
    expect(databaseTrouble(await failure)).toBe('away');
  });

  it.each(['begin', 'a statement', 'commit'])('takes a connection back that breaks before %s', async (place) => {
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
    await expect.poll(() => [pool.totalCount, pool.idleCount]).toEqual([0, 0]);
    expect(await database.fork().execute('select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('leaves a query alone that the server is working on', async () => {
    expect(await database.fork().execute('select pg_sleep(9), 1 as one')).toEqual([{ pg_sleep: '', one: 1 }]);
  });
});
