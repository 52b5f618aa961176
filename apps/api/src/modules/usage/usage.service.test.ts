import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../db/orm.ts';
import { newId } from '../../kernel/ids.ts';
import type { Viewer } from '../../kernel/request-context.ts';
import { ModelPrices } from '../models/index.ts';
import { User } from '../users/index.ts';
import { RequestType, TokenUsage } from './token-usage.entity.ts';
import { sessionTotals } from './usage-report.ts';
import { noUsage } from './usage.rules.ts';
import { type UsageRecord, UsageService } from './usage.service.ts';
import { UsageGroup } from './usage.type.ts';
import { openTestDatabase } from '../../../test/support/test-database.ts';

const viewer = (id: string, role: Viewer['role'] = 'USER'): Viewer => ({ id, role, authSessionId: 'x' });

describe('UsageService', () => {
  let database: Database;
  let now = new Date('2026-11-21T12:00:00Z');
  const clock = { now: () => now };
  const prices = new ModelPrices(clock);
  const service = new UsageService(prices, clock);
  const [alice, bob] = [newId(), newId()];
  const [first, second] = [newId(), newId()];

  const call = (given: Partial<UsageRecord>): UsageRecord => ({
    userId: alice,
    requestType: RequestType.CHAT,
    modelId: 'openai:gpt-4o',
    sessionId: first,
    promptTokens: 1_000,
    completionTokens: 100,
    isEstimated: false,
    durationMs: 1_000,
    timeToFirstTokenMs: 200,
    ...given,
  });
  const record = (given: Partial<UsageRecord> = {}, at = '2026-11-21T12:00:00Z') => {
    now = new Date(at);
    return database.fork().transactional((tx) => service.record(tx, call(given)));
  };
  const report = (
    groupBy: UsageGroup,
    given: { allUsers?: boolean; from?: Date; to?: Date } = {},
    as = viewer(alice),
  ) => service.report(database.fork(), as, { groupBy, ...given });

  beforeAll(async () => {
    database = await openTestDatabase();
    const em = database.fork();
    await prices.seed(em, new Map());
    for (const [id, name] of [
      [alice, 'alice'],
      [bob, 'bob'],
    ] as const) {
      em.persist(Object.assign(new User(), { id, email: `${name}@example.com`, displayName: name }));
    }
    await em.flush();
    await record({}, '2026-11-19T23:59:59.999Z');
    await record(
      {
        requestType: RequestType.TITLE,
        promptTokens: 40,
        completionTokens: 8,
        durationMs: 300,
        timeToFirstTokenMs: null,
      },
      '2026-11-20T00:00:00Z',
    );
    await record(
      { modelId: 'local:parley', sessionId: second, isEstimated: true, durationMs: 50, failed: true },
      '2026-11-20T08:00:00Z',
    );
    await record(
      { userId: bob, sessionId: newId(), promptTokens: 10, completionTokens: 1, durationMs: 10 },
      '2026-11-20T09:00:00Z',
    );
    now = new Date('2026-11-21T12:00:00Z');
  });
  afterAll(() => database.close());

  it('keeps the cost with the price row it was made with', async () => {
    const [row] = await database.fork().find(TokenUsage, { user: alice }, { orderBy: { createdAt: 'asc' } });
    expect(row).toMatchObject({
      promptCost: '0.0025',
      completionCost: '0.001',
      totalCost: '0.0035',
      isEstimated: false,
    });
    expect(row!.priceId).toBe((await prices.priceAt(database.fork(), 'openai:gpt-4o', now))!.id);
    expect(row!.totalTokens()).toBe(1_100);
  });

  it('leaves nothing behind when the transaction fails', async () => {
    const before = await service.totalsFor(database.fork(), { userId: alice });
    const failing = database.fork().transactional(async (tx) => {
      await service.record(tx, call({}));
      throw new Error('and yet');
    });
    await expect(failing).rejects.toThrow('and yet');
    expect(await service.totalsFor(database.fork(), { userId: alice })).toEqual(before);
  });

  it('takes absurd counts of a provider without failing', async () => {
    const carol = newId();
    const em = database.fork();
    await em
      .persist(Object.assign(new User(), { id: carol, email: 'carol@example.com', displayName: 'carol' }))
      .flush();
    await record({ userId: carol, promptTokens: 1e12, completionTokens: -5, durationMs: Number.NaN });
    await record({ userId: carol, promptTokens: 1e12, completionTokens: 1e12 });
    await record({ userId: carol, promptTokens: 1e12 });
    expect(await service.totalsFor(database.fork(), { userId: carol })).toMatchObject({
      promptTokens: 2_147_483_647,
      requests: 3,
    });
  });

  it('tells a cost that is not known from one that is 0', async () => {
    const erin = newId();
    await database
      .fork()
      .persist(Object.assign(new User(), { id: erin, email: 'erin@example.com', displayName: 'erin' }))
      .flush();
    const costs: [modelId: string, tokens: number, isPriced: boolean, cost: string][] = [
      ['api:unknown', 1_000, false, '0'],
      ['openai:of-next-year', 1_000, false, '0'],
      ['openai:gpt-4o', 1_000, true, '0.0025'],
      ['local:parley', 1_000, true, '0'],
      ['scripted:echo', 1_000, true, '0'],
      ['ollama:llama3.3:70b', 1_000, true, '0'],
      ['api:unknown', 0, true, '0'],
    ];
    for (const [modelId, promptTokens, isPriced, totalCost] of costs) {
      const usage = await record({ userId: erin, modelId, promptTokens, completionTokens: 0 });
      expect([modelId, usage.isPriced(), usage.totalCost]).toEqual([modelId, isPriced, totalCost]);
    }
    const { totals, buckets } = await report(UsageGroup.MODEL, {}, viewer(erin));
    expect(totals).toMatchObject({ requests: 7, totalCost: '0.0025', unpricedRequests: 2 });
    expect(Object.fromEntries(buckets.map(({ key, totals: { unpricedRequests } }) => [key, unpricedRequests]))).toEqual(
      {
        'api:unknown': 1,
        'openai:of-next-year': 1,
        'openai:gpt-4o': 0,
        'local:parley': 0,
        'scripted:echo': 0,
        'ollama:llama3.3:70b': 0,
      },
    );
    const em = database.fork();
    const views = await em.execute(
      `select sum(total_cost)::float as cost, sum(unpriced_calls)::int as unpriced, count(*) filter (where total_cost is null)::int as unknown
       from analytics.daily_usage where user_id = ?`,
      [erin],
    );
    expect(views).toEqual([{ cost: 0.0025, unpriced: 2, unknown: 1 }]);
  });

  it('totals a person and a conversation, which add up', async () => {
    const em = database.fork();
    const all = await service.totalsFor(em, { userId: alice });
    expect(all).toEqual({
      requests: 3,
      promptTokens: 2_040,
      completionTokens: 208,
      totalTokens: 2_248,
      totalCost: '0.00368',
      unpricedRequests: 0,
    });
    const each = await sessionTotals(em, alice, [first, second, newId()]);
    expect([...each.keys()].toSorted()).toEqual([first, second].toSorted());
    expect(each.get(second)).toMatchObject({ requests: 1, totalCost: '0' });
    expect(each.get(first)!.requests + each.get(second)!.requests).toBe(all.requests);
    expect(await service.totalsFor(em, { userId: alice, sessionId: second })).toEqual(each.get(second));
  });

  it('never shows one person’s conversation to another', async () => {
    expect(await sessionTotals(database.fork(), bob, [first])).toEqual(new Map());
    expect(await service.totalsFor(database.fork(), { userId: bob, sessionId: first })).toMatchObject({
      requests: 0,
      totalCost: '0',
    });
  });

  it('reports days in UTC, in order', async () => {
    const { totals, buckets } = await report(UsageGroup.DAY);
    expect(buckets.map(({ key }) => key)).toEqual(['2026-11-19', '2026-11-20']);
    expect(totals.requests).toBe(3);
    expect(buckets[1]).toEqual({
      key: '2026-11-20',
      totals: {
        requests: 2,
        promptTokens: 1_040,
        completionTokens: 108,
        totalTokens: 1_148,
        totalCost: '0.00018',
        unpricedRequests: 0,
      },
      averageDurationMs: 175,
      p95DurationMs: 287.5,
      averageTimeToFirstTokenMs: 200,
      failureRate: 0.5,
    });
  });

  it.each([
    [UsageGroup.MODEL, ['openai:gpt-4o', 'local:parley']],
    [UsageGroup.PROVIDER, ['openai', 'local']],
    [UsageGroup.REQUEST_TYPE, ['CHAT', 'TITLE']],
    [UsageGroup.SESSION, [first, second]],
    [UsageGroup.USER, [alice]],
  ])('reports by %s, the dearest first', async (groupBy, keys) => {
    expect((await report(groupBy)).buckets.map(({ key }) => key)).toEqual(keys);
  });

  it('reports the asked period, both ends included', async () => {
    const at = new Date('2026-11-20T00:00:00Z');
    expect((await report(UsageGroup.DAY, { from: at, to: at })).totals.requests).toBe(1);
    const empty = await report(UsageGroup.DAY, { from: new Date('2020-01-01'), to: new Date('2020-02-01') });
    expect(empty).toEqual({
      totals: noUsage,
      buckets: [],
    });
  });

  it('takes the ends of time', async () => {
    const period = { from: new Date('0000-01-01T00:00:00Z'), to: new Date(8.64e15) };
    expect((await report(UsageGroup.DAY, period)).totals.requests).toBe(3);
  });

  it('gives at most 1,000 buckets, of more days the newest, and the totals of all', async () => {
    const dave = newId();
    const em = database.fork();
    await em.persist(Object.assign(new User(), { id: dave, email: 'dave@example.com', displayName: 'dave' })).flush();
    await em.execute(
      `insert into token_usages (id, created_at, user_id, request_type, model_id, session_id, prompt_tokens, completion_tokens,
        is_estimated, prompt_cost, completion_cost, total_cost, duration_ms)
      select gen_random_uuid(), timestamptz '2023-01-01T12:00:00Z' + day * interval '1 day', ?, 'CHAT', 'local:parley',
        gen_random_uuid(), 1, 1, true, 0, 0, 0, 1 from generate_series(0, 1099) as day`,
      [dave],
    );
    const period = { from: new Date('2023-01-01'), to: new Date('2026-11-21') };
    const days = await report(UsageGroup.DAY, period, viewer(dave));
    expect(days.totals.requests).toBe(1_100);
    expect(days.buckets).toHaveLength(1_000);
    expect([days.buckets[0]!.key, days.buckets.at(-1)!.key]).toEqual(['2023-04-11', '2026-01-04']);
    expect((await report(UsageGroup.SESSION, period, viewer(dave))).buckets).toHaveLength(1_000);
  });

  it('shows everybody’s calls to administrators only', async () => {
    const { totals, buckets } = await report(
      UsageGroup.USER,
      { allUsers: true, to: new Date('2026-11-20T12:00:00Z') },
      viewer(bob, 'ADMIN'),
    );
    expect(totals.requests).toBe(4);
    expect(buckets.map(({ key }) => key)).toEqual([alice, bob]);
    await expect(report(UsageGroup.USER, { allUsers: true })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});
