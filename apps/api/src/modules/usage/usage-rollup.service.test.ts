import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Database } from '../../db/orm.ts';
import { newId } from '../../kernel/ids.ts';
import { User } from '../users/index.ts';
import { reportUsage, type ReportScope, userTotals } from './usage-report.ts';
import { UsageRollup } from './usage-rollup.service.ts';
import { UsageGroup, type UsageReport } from './usage.type.ts';
import { randomNumbers } from '../../../test/support/random-numbers.ts';
import { openTestDatabase } from '../../../test/support/test-database.ts';

const DAY = 86_400_000;
const FIRST = Date.parse('2026-10-28T00:00:00Z');
const DAYS = 16;
const now = new Date('2026-11-12T09:00:00Z');
const models = ['openai:gpt-4o', 'openai:gpt-4o-mini', 'ollama:qwen3:8b', 'local:parley'];
const kinds = ['CHAT', 'TITLE', 'EMBEDDING'];
const groups = Object.values(UsageGroup);

/** How far a 95th percentile may be from that of the rows: 1 % of it, and what floats add. */
const TOLERANCE = 0.01 + 1e-9;

let database: Database;
let rollup: UsageRollup;
const people = [newId(), newId(), newId()];
const sessions = [newId(), newId(), newId(), null];

beforeAll(async () => {
  database = await openTestDatabase();
  rollup = new UsageRollup(() => database.fork());
});
afterAll(() => database.close());
beforeEach(async () => {
  const em = database.fork();
  await em.execute('delete from users');
  await forget();
  for (const id of people)
    em.persist(Object.assign(new User(), { id, email: `${id}@example.com`, displayName: 'Somebody' }));
  await em.flush();
});

/** Writes down calls at random moments of some days. */
async function addCalls(next: () => number, count: number, { from = FIRST, days = DAYS } = {}): Promise<void> {
  const any = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!;
  const whole = (below: number): number => Math.floor(next() * below);
  const calls = Array.from({ length: count }, () => ({
    id: newId(),
    // Mostly busy hours, and the very edges of a day.
    created_at: new Date(
      from + whole(days) * DAY + any([0, DAY - 1, whole(DAY), whole(DAY), whole(DAY), whole(DAY)]),
    ).toISOString(),
    user_id: any(people),
    request_type: any(kinds),
    model_id: any(models),
    session_id: any(sessions),
    prompt_tokens: whole(100_000),
    completion_tokens: whole(5_000),
    is_estimated: next() < 0.5,
    prompt_cost: `${whole(3)}.${String(whole(1e9)).padStart(12, '0')}`,
    completion_cost: `0.${String(whole(1e9)).padStart(12, '0')}`,
    total_cost: `${whole(3)}.${String(whole(1e9)).padStart(12, '0')}`,
    duration_ms: any([0, 1, whole(100), Math.round(Math.exp(next() * 13)), Math.round(Math.exp(6 + next() * 4))]),
    time_to_first_token_ms: next() < 0.3 ? null : whole(3_000),
    failed: next() < 0.1,
  }));
  await database
    .fork()
    .execute('insert into token_usages select * from json_populate_recordset(null::token_usages, ?::json)', [
      JSON.stringify(calls),
    ]);
}

/** Reports about periods that begin and end anywhere, or at the edges of days, for everybody and one person. */
function someQuestions(next: () => number): ReportScope[] {
  const moment = (): number =>
    FIRST + Math.floor(next() * (DAYS + 2) - 1) * DAY + (next() < 0.5 ? 0 : Math.floor(next() * DAY));
  const periods = Array.from({ length: 5 }, () => [moment(), moment()].toSorted((a, b) => a - b));
  periods.push([0, Date.parse('9999-12-31T23:59:59.999Z')], [FIRST + DAY, FIRST + DAY]);
  return periods.flatMap(([from, to]) =>
    groups.map((groupBy) => ({
      from: new Date(from!),
      to: new Date(to!),
      groupBy,
      userId: next() < 0.5 ? null : people[Math.floor(next() * people.length)]!,
      isP95Wanted: true,
    })),
  );
}

/** What is read when nothing was added up before. */
async function fromRows<T>(ask: (em: SqlEntityManager) => Promise<T>): Promise<T> {
  const em = database.fork();
  await em.begin();
  try {
    await em.execute('update installation set usage_days_until = null');
    return await ask(em);
  } finally {
    await em.rollback();
  }
}

const percentiles = ({ buckets }: UsageReport): (number | null)[] => buckets.map(({ p95DurationMs }) => p95DurationMs);
const withoutPercentiles = ({ totals, buckets }: UsageReport): object => ({
  totals,
  buckets: buckets.map((bucket) => ({ ...bucket, p95DurationMs: null })),
});

/** Asserts that reports are what the rows say. */
async function expectReportsOfRows(next: () => number): Promise<void> {
  for (const question of someQuestions(next)) {
    const report = await reportUsage(database.fork(), question);
    const expected = await fromRows((em) => reportUsage(em, question));
    expect(withoutPercentiles(report), JSON.stringify(question)).toEqual(withoutPercentiles(expected));
    const off = percentiles(report).map((value, index) => Math.abs(value! - percentiles(expected)[index]!));
    const most = percentiles(expected).map((value) => value! * TOLERANCE);
    expect(
      off.every((value, index) => value <= most[index]!),
      JSON.stringify({ question, off, most }),
    ).toBe(true);
  }
  for (const id of people) {
    expect(await userTotals(database.fork(), id)).toEqual(await fromRows((em) => userTotals(em, id)));
  }
}

const rolledUp = (): Promise<unknown[]> =>
  database.fork().execute('select * from usage_days order by day, user_id, model_id, request_type');
const mark = async (): Promise<unknown> =>
  (await database.fork().execute<{ until: string }[]>('select usage_days_until::text as until from installation'))[0]
    ?.until;

async function forget(): Promise<void> {
  await database.fork().execute('delete from usage_days');
  await database.fork().execute('update installation set usage_days_until = null');
}

describe('reports of rolled-up days', () => {
  it.each([1, 2, 3])('are those of their rows, before and after late calls (seed %i)', async (seed) => {
    const next = randomNumbers(seed);
    await addCalls(next, 700);
    await expectReportsOfRows(next);
    await rollup.run(now);
    expect(await mark()).toBe('2026-11-12');
    await expectReportsOfRows(next);

    await addCalls(next, 60, { from: Date.parse('2026-11-09T00:00:00Z'), days: 5 });
    await rollup.run(now);
    await expectReportsOfRows(next);
  });

  it('read the sums, not the rows', async () => {
    await addCalls(randomNumbers(4), 100, { days: 3 });
    await rollup.run(now);
    const days = { from: new Date(FIRST), to: new Date(FIRST + DAYS * DAY), userId: null, isP95Wanted: true };
    const before = await reportUsage(database.fork(), { ...days, groupBy: UsageGroup.MODEL });
    const totals = await userTotals(database.fork(), people[0]!);
    await database.fork().execute('delete from token_usages');
    expect(await reportUsage(database.fork(), { ...days, groupBy: UsageGroup.MODEL })).toEqual(before);
    expect(await userTotals(database.fork(), people[0]!)).toEqual(totals);
    expect((await reportUsage(database.fork(), { ...days, groupBy: UsageGroup.SESSION })).buckets).toEqual([]);
  });

  it('give the percentile that PostgreSQL gives, of rows exactly', async () => {
    await addCalls(randomNumbers(5), 300);
    const [expected] = await database
      .fork()
      .execute<{ p95: number }[]>(
        'select percentile_cont(0.95) within group (order by duration_ms) as p95 from token_usages where model_id = ?',
        [models[0]],
      );
    const always = { from: new Date(0), to: new Date(FIRST + 99 * DAY), userId: null, isP95Wanted: true };
    const { buckets } = await reportUsage(database.fork(), { ...always, groupBy: UsageGroup.MODEL });
    expect(buckets.find(({ key }) => key === models[0])!.p95DurationMs).toBe(expected!.p95);
  });
});

describe('the job', () => {
  it('adds up closed days only, and each of them', async () => {
    await addCalls(randomNumbers(6), 300);
    expect(await rollup.run(new Date('2026-10-30T01:59:59Z'))).toBe(1);
    expect(await mark()).toBe('2026-10-29');
    expect(await rollup.run(new Date('2026-10-30T02:00:00Z'))).toBe(2);
    expect(await mark()).toBe('2026-10-30');
    await rollup.run(now);
    const [sums] = await database
      .fork()
      .execute('select sum(requests)::int as calls, sum(total_cost)::text as cost from usage_days');
    const [rows] = await database
      .fork()
      .execute(
        `select count(*)::int as calls, sum(total_cost)::text as cost from token_usages where created_at < '2026-11-12T00:00:00Z'`,
      );
    expect(sums).toEqual(rows);
  });

  it('looks at the newest three days again, and writes nothing where nothing came', async () => {
    await addCalls(randomNumbers(7), 300);
    await rollup.run(now);
    const versions = () => database.fork().execute('select xmin::text, * from usage_days order by 2, 3, 4, 5');
    const before = await versions();
    expect(await rollup.run(now)).toBe(3);
    expect(await versions()).toEqual(before);
    await addCalls(randomNumbers(8), 1, { from: Date.parse('2026-11-09T00:00:00Z'), days: 1 });
    await rollup.run(now);
    expect((await versions()).length - before.length).toBeLessThanOrEqual(1);
    expect(await versions()).not.toEqual(before);
  });

  it('bears two at once, who do the same as one', async () => {
    await addCalls(randomNumbers(9), 300);
    await rollup.run(now);
    const expected = await rolledUp();
    await forget();
    await Promise.all([rollup.run(now), rollup.run(now), rollup.run(now)]);
    expect(await rolledUp()).toEqual(expected);
    expect(await mark()).toBe('2026-11-12');
  });

  it('goes on where it was stopped', async () => {
    await addCalls(randomNumbers(10), 300);
    await rollup.run(now);
    const expected = await rolledUp();
    await forget();
    const stopping = new AbortController();
    let days = 0;
    const stopped = new UsageRollup(() => {
      if (++days === 5) stopping.abort();
      return database.fork();
    });
    await expect(stopped.run(now, stopping.signal)).rejects.toMatchObject({ name: 'AbortError' });
    expect(await mark()).toBe('2026-11-02');
    await rollup.run(now);
    expect(await rolledUp()).toEqual(expected);
  });

  it('keeps nothing of a person who is gone', async () => {
    await addCalls(randomNumbers(11), 300);
    await rollup.run(now);
    await database.fork().execute('delete from users where id = ?', [people[0]]);
    expect(await database.fork().execute('select 1 from usage_days where user_id = ?', [people[0]])).toEqual([]);
    await rollup.run(now);
    await expectReportsOfRows(randomNumbers(12));
  });

  it('has nothing to do without calls, and leaves room for those of earlier days', async () => {
    expect(await rollup.run(now)).toBe(0);
    expect(await mark()).toBeNull();
    await addCalls(randomNumbers(13), 50);
    await rollup.run(now);
    await expectReportsOfRows(randomNumbers(14));
  });

  it('takes calls of absurd size and time', async () => {
    await database.fork().execute(
      `insert into token_usages (id, created_at, user_id, request_type, model_id, prompt_tokens, completion_tokens, is_estimated,
         prompt_cost, completion_cost, total_cost, duration_ms)
       select gen_random_uuid(), moment, ?, 'API', 'local:parley', 2147483647, 2147483647, true,
         999999999999.999999999999, 0, 999999999999.999999999999, duration
       from unnest(array[timestamptz '1970-01-01 00:00Z', timestamptz '2026-11-01 12:00:00.000001Z', timestamptz '9999-12-31 23:59:59.999Z']) moment,
         unnest(array[-1, 0, 1, 2147483647]) duration`,
      [people[0]],
    );
    await rollup.run(now);
    expect(await rolledUp()).toHaveLength(2);
    const [row] = await database
      .fork()
      .execute(`select duration_buckets, duration_counts from usage_days where day = '2026-11-01'`);
    expect(row).toEqual({ duration_buckets: [-1, 0, 1075], duration_counts: [2, 1, 1] });
  });
});
