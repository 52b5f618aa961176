import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../db/orm.ts';
import { silentLog } from '../../kernel/log.ts';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { JobKind, Queue } from '../../ports/queue.ts';
import { createQueue } from './index.ts';
import { openTestDatabase } from '../../../test/support/test-database.ts';

describe('the job queue on the embedded database', () => {
  let database: Database;
  let queue: Queue;

  beforeAll(async () => {
    database = await openTestDatabase();
    queue = open();
    await queue.start();
  });
  afterAll(async () => {
    await queue.stop(0);
    await database.close();
  });

  const open = (): Queue =>
    createQueue({ pool: () => database.orm.em.getConnection().getNativeClient(), isEmbedded: true, log: silentLog });
  const add = (kind: JobKind, key: string): Promise<void> =>
    database.fork().transactional((tx) => queue.add(tx as SqlEntityManager, kind, key));
  const kindOf = (name: string): JobKind => ({ name, concurrency: 2, retries: 1 });

  it('does each job once, one after the other without waiting', async () => {
    const kind = kindOf('many');
    const done: string[] = [];
    const all = Promise.withResolvers<void>();
    await queue.work(kind, async (key) => {
      done.push(key);
      if (done.length === 20) all.resolve();
    });
    for (let index = 0; index < 20; index++) await add(kind, `key-${index}`);
    queue.wake(kind);
    await all.promise;
    expect(new Set(done).size).toBe(20);
  });

  it('adds nothing when the transaction is rolled back, and one for the same key', async () => {
    const kind = kindOf('transactional');
    const done: string[] = [];
    const last = Promise.withResolvers<void>();
    const blocked = Promise.withResolvers<void>();
    await queue.work(kind, async (key) => {
      done.push(key);
      if (key === 'last') last.resolve();
      else await blocked.promise;
    });
    const failing = database.fork().transactional(async (tx) => {
      await queue.add(tx as SqlEntityManager, kind, 'lost');
      throw new Error('rolled back');
    });
    await expect(failing).rejects.toThrow('rolled back');
    await add(kind, 'twice');
    await add(kind, 'twice');
    await add(kind, 'last');
    queue.wake(kind);
    await last.promise;
    blocked.resolve();
    expect(done.sort()).toEqual(['last', 'twice']);
  });

  it('tries a job again, and says when it is the last time', async () => {
    const kind = kindOf('failing');
    const turns: boolean[] = [];
    const ended = Promise.withResolvers<void>();
    await queue.work(kind, async (_key, { isLast }) => {
      turns.push(isLast);
      if (isLast) ended.resolve();
      throw new Error('not now');
    });
    await add(kind, 'bad');
    queue.wake(kind);
    await ended.promise;
    expect(turns).toEqual([false, true]);
  });

  it('takes over what a process left that died', async () => {
    const kind = kindOf('left');
    const begun = Promise.withResolvers<void>();
    const never = new Promise<void>(() => {});
    await queue.work(kind, () => {
      begun.resolve();
      return never;
    });
    await add(kind, 'orphan');
    queue.wake(kind);
    await begun.promise;
    const next = open();
    await next.start();
    const taken = Promise.withResolvers<string>();
    await next.work(kind, async (key) => taken.resolve(key));
    expect(await taken.promise).toBe('orphan');
    await next.stop(0);
  });
});
