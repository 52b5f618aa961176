import { beforeEach, describe, expect, it } from 'vitest';
import { markAway } from '../../../db/errors/database-away.ts';
import { newId } from '../../../kernel/ids.ts';
import { silentLog } from '../../../kernel/log.ts';
import { LiveRuns } from '../live/live-runs.ts';
import type { FoundEnd, RunFinalizer } from './run-finalizer.ts';
import { FinalizeRetry } from './finalize-retry.ts';
import { usualTimes } from '../run/run-times.ts';
import type { FinishedRun } from '../run/finished-run.ts';
import type { SavedEnd } from './unsaved-end.ts';

const times = { ...usualTimes, patience: 400, retry: 10 };
const OWNER = newId();
const completed = { status: 'COMPLETED', errorCode: null, errorMessage: null } as const;
const lockTimeout = (): Error => Object.assign(new Error('lock'), { code: '55P03' });
const lost = (): Error => markAway(new Error('gone'));

/** What the database does with an attempt, before and after it was sent. */
interface Place {
  before?: () => void;
  after?: (runs: readonly FinishedRun[]) => void | Promise<void>;
}

/** A database that does what it is told, and keeps the first end of each run, as the real one does. */
class ScriptedEnding {
  readonly stored = new Map<string, FoundEnd>();
  readonly statements: number[] = [];
  place: Place = {};

  async commit(runs: readonly FinishedRun[], beforeWrite: () => void): Promise<Set<string>> {
    this.place.before?.();
    beforeWrite();
    this.statements.push(runs.length);
    await this.place.after?.(runs);
    return this.keep(runs);
  }

  keep(runs: readonly FinishedRun[]): Set<string> {
    const ended = runs.filter(({ runId }) => !this.stored.has(runId));
    for (const { runId, end, leaseOwner } of ended) this.stored.set(runId, { end, leaseOwner });
    return new Set(ended.map(({ runId }) => runId));
  }

  async findEnds(runIds: readonly string[]): Promise<Map<string, FoundEnd>> {
    return new Map(runIds.map((id) => [id, this.stored.get(id) ?? { end: null, leaseOwner: OWNER }]));
  }
}

let ending: ScriptedEnding;
let live: LiveRuns;
let saver: FinalizeRetry;

beforeEach(() => {
  ending = new ScriptedEnding();
  live = new LiveRuns();
  saver = new FinalizeRetry({ ending: ending as unknown as RunFinalizer, live, log: silentLog, times });
});

function save(runId = newId(), logged = Promise.resolve()): Promise<SavedEnd> {
  const run = { runId, leaseOwner: OWNER, end: completed, parts: [{ type: 'text', id: '1', text: 'Hello' }] };
  return saver.save(run as unknown as FinishedRun, logged);
}

/** @returns work that fails so for longer than anybody is patient. */
function failingFor(ms: number, fail: () => Error): () => void {
  const until = performance.now() + ms;
  return () => {
    if (performance.now() < until) throw fail();
  };
}

describe('FinalizeRetry', () => {
  it('writes what ends together with one statement', async () => {
    const ends = await Promise.all(Array.from({ length: 450 }, () => save()));
    expect(ends.every(({ end }) => end === completed)).toBe(true);
    expect(ending.statements).toEqual([200, 200, 50]);
  });

  it('waits for a busy database, however long, and tells the true end', async () => {
    ending.place.after = failingFor(3 * times.patience, lockTimeout);
    expect(await save()).toMatchObject({ end: completed, isMine: true });
  });

  it('lets the others go before one that is locked', async () => {
    const locked = newId();
    let isLocked = true;
    ending.place.after = (runs) => {
      if (isLocked && runs.some(({ runId }) => runId === locked)) throw lockTimeout();
    };
    const waiting = save(locked);
    await Promise.all(Array.from({ length: 50 }, () => save()));
    isLocked = false;
    expect(await waiting).toMatchObject({ end: completed });
  });

  it('tells that an answer was interrupted when nobody answers, and then writes nothing else', async () => {
    ending.place.before = failingFor(2 * times.patience, lost);
    const runId = newId();
    const { end, settled } = await save(runId);
    expect(end).toMatchObject({ status: 'INTERRUPTED', errorMessage: expect.stringContaining('could not be reached') });
    expect(live.holds(runId)).toBe(true);
    await settled;
    expect(ending.stored.get(runId)!.end).toEqual(end);
    expect(live.holds(runId)).toBe(false);
  });

  it('does not wait longer for a log that cannot be written', async () => {
    const logged = Promise.withResolvers<void>();
    const { end, settled } = await save(newId(), logged.promise);
    expect(end).toMatchObject({ status: 'INTERRUPTED' });
    logged.resolve();
    await settled;
  });

  it.each(['arrives', 'does not arrive', 'arrives late'])(
    'tells no other end while one was sent that nobody answered: it %s',
    async (outcome) => {
      const runId = newId();
      let sent: readonly FinishedRun[] = [];
      ending.place.after = (runs) => {
        ending.place = { before: failingFor(2 * times.patience, lost) };
        if (outcome === 'arrives') ending.keep(runs);
        sent = runs;
        throw lost();
      };
      const saving = save(runId);
      if (outcome === 'arrives late') setTimeout(() => ending.keep(sent), times.patience * 1.5);
      const { end } = await saving;
      expect(end).toEqual(completed);
      expect(ending.stored.get(runId)!.end).toEqual(completed);
    },
  );

  it('tells the truth of a database that takes no writes', async () => {
    ending.place.after = failingFor(2 * times.patience, () => Object.assign(new Error('full'), { code: '53100' }));
    const { end, settled } = await save();
    expect(end.errorMessage).toContain('took no writes');
    await settled;
  });

  it('tells how somebody else has ended a run', async () => {
    const runId = newId();
    const cancelled = { ...completed, status: 'CANCELLED' } as const;
    ending.stored.set(runId, { end: cancelled, leaseOwner: null });
    expect(await save(runId)).toMatchObject({ end: cancelled, isMine: false });
  });

  it('leaves a run that another instance has taken over, though it is open', async () => {
    const runId = newId();
    ending.stored.set(runId, { end: null, leaseOwner: newId() });
    expect(await save(runId)).toMatchObject({ end: { status: 'INTERRUPTED' }, isMine: false });
    expect(ending.statements).toHaveLength(1);
  });

  it('does not ask the database all the time for a run that is open and cannot be ended', async () => {
    const runId = newId();
    ending.stored.set(runId, { end: null, leaseOwner: OWNER });
    const saving = save(runId);
    setTimeout(() => ending.stored.delete(runId), 5 * times.retry);
    expect(await saving).toMatchObject({ end: completed, isMine: true });
    expect(ending.statements.length).toBeLessThan(10);
  });

  it('gives up what it cannot write when it is stopped', async () => {
    ending.place.before = () => {
      throw lost();
    };
    saver.stop();
    expect(await save()).toMatchObject({ isMine: false });
  });
});
