import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../db/orm.ts';
import { ModelPrices } from './model-prices.service.ts';
import type { ModelOverrides } from './models-file.rules.ts';
import { openTestDatabase } from '../../../test/support/test-database.ts';

const price = (day: string, input: string, output: string) => ({
  validFrom: new Date(day),
  inputPerMillion: input,
  outputPerMillion: output,
});

describe('ModelPrices', () => {
  let database: Database;
  const now = new Date('2026-11-21T12:00:00Z');
  let time = now;
  const prices = new ModelPrices({ now: () => time });
  const at = (modelId: string, when: Date = now) => prices.priceAt(database.fork(), modelId, when);
  const seed = (overrides: ModelOverrides = new Map()) => prices.seed(database.fork(), overrides);
  const count = async () => (await prices.list(database.fork())).length;

  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());

  it('are seeded once, without trailing zeros, newest first', async () => {
    await seed();
    const rows = await count();
    await seed();
    expect(await count()).toBe(rows);
    expect(await at('openai:gpt-4o')).toMatchObject({ inputPricePerMillion: '2.5', outputPricePerMillion: '10' });
    const days = (await prices.list(database.fork())).map(({ validFrom }) => validFrom.getTime());
    expect(days).toEqual(days.toSorted((a, b) => b - a));
  });

  it('change on their day', async () => {
    expect(await at('google:gemini-3.8-flash', new Date('2026-12-31T23:59:59Z'))).toMatchObject({
      inputPricePerMillion: '0.75',
    });
    expect(await at('google:gemini-3.8-flash', new Date('2027-01-01T00:00:00Z'))).toMatchObject({
      inputPricePerMillion: '1.5',
    });
    expect(await at('openai:gpt-4o', new Date('2000-01-01'))).toBeNull();
    expect(await at('api:unknown')).toBeNull();
  });

  it('are corrected by another row; the old one stays for the costs made with it', async () => {
    const old = (await at('openai:gpt-4o'))!;
    await seed(new Map([['openai:gpt-4o', { prices: [price(old.validFrom.toISOString(), '3.000', '12')] }]]));
    const corrected = (await at('openai:gpt-4o'))!;
    expect(corrected).toMatchObject({ inputPricePerMillion: '3', outputPricePerMillion: '12' });
    expect((await prices.list(database.fork())).map(({ id }) => id)).toEqual(
      expect.arrayContaining([old.id, corrected.id]),
    );

    const rows = await count();
    await seed(new Map([['openai:gpt-4o', { prices: [price(old.validFrom.toISOString(), '3', '12.0')] }]]));
    expect(await count()).toBe(rows);
  });

  it('of another instance are seen within a minute', async () => {
    await at('api:mine');
    const another = new ModelPrices({ now: () => time });
    await another.seed(database.fork(), new Map([['api:mine', { prices: [price('2026-01-01', '1', '2')] }]]));
    time = new Date(now.getTime() + 61_000);
    expect(await at('api:mine')).toMatchObject({ outputPricePerMillion: '2' });
  });

  it('are read in a transaction that has just begun', async () => {
    time = new Date(now.getTime() + 200_000);
    const found = await database.fork().transactional((tx) => prices.priceAt(tx, 'openai:gpt-4o', now));
    expect(found).not.toBeNull();
  });
});
