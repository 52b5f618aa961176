import type { RunEvent } from '@parley/run-events';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openTestDatabase } from '../../../../test/support/test-database.ts';
import type { Database } from '../../../db/orm.ts';
import { newId } from '../../../kernel/ids.ts';
import { RunLog } from './run-log.ts';
import { RunRecorder } from '../live/run-recorder.ts';

let database: Database;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(() => database.fork().execute('delete from run_log_batches'));

/** A run that said some words. */
function recorderOf(log: RunLog, words: readonly string[]): RunRecorder {
  const run = { id: newId(), messageId: newId(), segmentId: log.assignSegment() };
  const recorder: RunRecorder = new RunRecorder(run, () => log.markDirty(recorder));
  log.open(recorder);
  recorder.start('scripted:echo');
  for (const delta of words) recorder.add({ type: 'text', delta });
  return recorder;
}

const saidIn = (events: readonly RunEvent[]): string =>
  events.map((event) => (event.__typename === 'TextDelta' ? event.delta : '')).join('');

describe('RunLog', () => {
  it('writes again, with what came since, what may have been written although the database said it was not', async () => {
    let losesAnswer = true;
    const fork = (): SqlEntityManager => {
      const em = database.fork();
      const kysely = em.getKysely();
      const { executeQuery } = kysely.getExecutor();
      if (losesAnswer) {
        vi.spyOn(kysely.getExecutor(), 'executeQuery').mockImplementationOnce(async function (this: never, ...query) {
          await executeQuery.apply(this, query);
          throw new Error('The answer was lost.');
        });
        vi.spyOn(em, 'getKysely').mockReturnValue(kysely as never);
      }
      losesAnswer = false;
      return em;
    };
    const log = new RunLog(fork);
    const recorder = recorderOf(log, ['One ', 'two ']);
    await expect(log.flush()).rejects.toThrow('The answer was lost.');
    recorder.add({ type: 'text', delta: 'three' });
    await log.flush();
    const events = await log.read(database.fork(), recorder, -1);
    expect(saidIn(events)).toBe('One two three');
    expect(events.map(({ sequence }) => sequence)).toEqual([0, 1, 2, 3]);
  });

  it('removes what is left of runs that are gone', async () => {
    const log = new RunLog(database.fork);
    const recorder = recorderOf(log, ['Nobody will read this.']);
    await log.flush();
    expect(await log.read(database.fork(), recorder, -1)).toHaveLength(2);
    await log.sweep();
    expect(await log.read(database.fork(), recorder, -1)).toEqual([]);
  });

  it('keeps the events of many runs apart, from any number on', async () => {
    const log = new RunLog(database.fork);
    const recorders = Array.from({ length: 30 }, (_, run) => recorderOf(log, [`${run}.1 `, `${run}.2 `]));
    await log.flush();
    for (const [run, recorder] of recorders.entries()) {
      if (run % 3 !== 0) recorder.add({ type: 'text', delta: `${run}.3\n\n` });
    }
    await log.flush();
    for (const [run, recorder] of recorders.entries()) {
      const more = run % 3 === 0 ? '' : `${run}.3\n\n`;
      expect(saidIn(await log.read(database.fork(), recorder, -1))).toBe(`${run}.1 ${run}.2 ${more}`);
      expect(saidIn(await log.read(database.fork(), recorder, 1))).toBe(`${run}.2 ${more}`);
      expect(saidIn(await log.read(database.fork(), recorder, 2))).toBe(more);
    }
  });

  it('forgets the runs that share rows when the last of them is over', async () => {
    const log = new RunLog(database.fork);
    const [one, other] = [recorderOf(log, ['One']), recorderOf(log, ['Other'])];
    expect(other.segmentId).toBe(one.segmentId);
    await log.flush();
    log.close(one);
    await log.flush();
    expect(saidIn(await log.read(database.fork(), other, -1))).toBe('Other');
    log.close(other);
    await log.flush();
    expect(await log.read(database.fork(), other, -1)).toEqual([]);
  });
});
