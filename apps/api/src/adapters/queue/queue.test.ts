import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../db/orm.ts';
import { ParleyError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { silentLog } from '../../kernel/log.ts';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { noMetrics } from '../../ports/metrics.ts';
import type { JobKind, JobRecord, JobState, Queue } from '../../ports/queue.ts';
import { noTracer } from '../../ports/tracer.ts';
import { createQueue } from './index.ts';
import { openTestDatabase } from '../../../test/support/test-database.ts';

describe('the job queue', () => {
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

  const open = (isEmbedded = database.isEmbedded): Queue =>
    createQueue({
      pool: () => database.orm.em.getConnection().getNativeClient(),
      isEmbedded,
      log: silentLog,
      metrics: noMetrics,
      tracer: noTracer,
    });
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

  it('tells how far a job is, as the attempt at work has said', async () => {
    const kind = kindOf('long');
    const found = async (): Promise<JobRecord> => (await queue.list({ state: null, kind: kind.name }, 1, null))[0]!;
    const untilProgress = async (progress: number | null): Promise<JobRecord> => {
      for (;;) {
        const job = await found();
        if (job.state === 'ACTIVE' && job.progress === progress) return job;
        await sleep(10);
      }
    };
    const turns = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    let begun = 0;
    await queue.work(kind, async (_key, { report, isLast }) => {
      const turn = turns[begun++]!;
      if (!isLast) report(0.25);
      await turn.promise;
      if (!isLast) throw new Error('not now');
    });
    await add(kind, 'slow');
    expect((await found()).progress).toBeNull();
    queue.wake(kind);
    const { id } = await untilProgress(0.25);
    turns[0]!.resolve();
    // The second attempt begins anew.
    expect(await untilProgress(null)).toMatchObject({ id, attempts: 2 });
    turns[1]!.resolve();
    while ((await found()).state !== 'COMPLETED') await sleep(10);
    expect(await queue.find(id)).toMatchObject({ progress: null });
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
    const next = open(true);
    await next.start();
    const taken = Promise.withResolvers<string>();
    await next.work(kind, async (key) => taken.resolve(key));
    expect(await taken.promise).toBe('orphan');
    await next.stop(0);
  });

  it('adds a job that recurs once per interval, however many ask for it', async () => {
    const kind = kindOf('recurring');
    const next = open();
    await next.start();
    let count = 0;
    const last = Promise.withResolvers<void>();
    const handler = async (key: string): Promise<void> => {
      if (key === 'last') last.resolve();
      else count++;
    };
    for (const each of [queue, next]) await each.work(kind, handler);
    for (const each of [queue, next, queue, next]) await each.every(kind, 'tidy', 12 * 60 * 60);
    await until(kind.name, 'COMPLETED', 1);
    for (const each of [next, queue]) await each.every(kind, 'tidy', 12 * 60 * 60);
    await add(kind, 'last');
    queue.wake(kind);
    await last.promise;
    expect(count).toBe(1);
    await next.stop(0);
  });

  describe('for who looks after it', () => {
    const kind = { ...kindOf('watched'), retries: 0 };
    let isBroken = true;

    beforeAll(async () => {
      await queue.work(kind, async (key) => {
        if (key === 'quoted') throw new ParleyError('FILE_CORRUPT', 'The file cannot be read.');
        if (isBroken) throw new Error(`insert into users values ('secret of ${key}')`);
      });
      for (const key of ['first', 'second', 'quoted']) await add(kind, key);
      queue.wake(kind);
      await until(kind.name, 'FAILED', 3);
    });

    it('lists what failed, the newest first, page by page', async () => {
      const filter = { state: 'FAILED' as const, kind: kind.name };
      const all = await queue.list(filter, 10, null);
      expect(all.map(({ key }) => key).sort()).toEqual(['first', 'quoted', 'second']);
      const times = all.map(({ createdAt }) => createdAt.getTime());
      expect(times).toEqual(times.toSorted((a, b) => b - a));
      const rest = await queue.list(filter, 10, all[0]!);
      expect(rest).toEqual(all.slice(1));
      expect(await queue.find(all[0]!.id)).toEqual(all[0]);
      expect(all[0]).toMatchObject({ kind: 'watched', state: 'FAILED', attempts: 1, maxAttempts: 1, dueAt: null });
    });

    it('says why, and keeps nothing that an error may quote', async () => {
      const jobs = await queue.list({ state: 'FAILED', kind: kind.name }, 10, null);
      expect(errorOf(jobs, 'quoted')).toBe('The file cannot be read.');
      expect(errorOf(jobs, 'first')).toMatch(/^An unexpected error; the log has it under the job id [\w-]{36}\.$/);
      const rows = await database.fork().execute('select * from pgboss.job where name = ?', [kind.name]);
      expect(JSON.stringify(rows)).not.toContain('secret of');
    });

    it('begins a failed one again, once', async () => {
      isBroken = false;
      const [job] = (await queue.list({ state: 'FAILED', kind: kind.name }, 10, null)).filter(
        (each) => each.key === 'first',
      );
      expect(await queue.retry(job!.id)).toBe(true);
      await until(kind.name, 'COMPLETED', 1);
      expect(await queue.retry(job!.id)).toBe(false);
      expect(await queue.find(job!.id)).toMatchObject({ state: 'COMPLETED', attempts: 2 });
    });

    it('begins none again while the same is waiting', async () => {
      const idle = { ...kindOf('idle'), concurrency: 0 };
      await queue.work(idle, async () => {});
      await add(idle, 'same');
      const [first] = await queue.list({ state: null, kind: idle.name }, 1, null);
      await database.fork().execute("update pgboss.job set state = 'failed' where id = ?", [first!.id]);
      await add(idle, 'same');
      expect(await queue.retry(first!.id)).toBe(false);
      expect(await queue.find(first!.id)).toMatchObject({ state: 'FAILED' });
    });

    it('deletes what nobody works on', async () => {
      const [job] = (await queue.list({ state: 'FAILED', kind: kind.name }, 10, null)).filter(
        (each) => each.key === 'second',
      );
      expect(await queue.delete(job!.id)).toBe(true);
      expect(await queue.delete(job!.id)).toBe(false);
      expect(await queue.find(job!.id)).toBeNull();
    });

    it('knows nothing of jobs that are not ours', async () => {
      expect((await queue.counts()).filter(({ kind: name }) => name.startsWith('__'))).toEqual([]);
      expect(await queue.find(newId())).toBeNull();
    });
  });

  const errorOf = (jobs: readonly JobRecord[], key: string): string | null =>
    jobs.find((job) => job.key === key)!.error;

  async function until(kind: string, state: JobState, count: number): Promise<void> {
    const counted = async (): Promise<number> =>
      (await queue.counts()).find((each) => each.kind === kind)!.counts[state];
    while ((await counted()) < count) await sleep(20);
  }
});
