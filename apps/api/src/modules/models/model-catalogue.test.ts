import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../db/orm.ts';
import { type LanguageModelProvider, type ListedModel, ModelError } from '../../ports/language-model.ts';
import { ModelCatalogue, type ModelCatalogueOptions } from './model-catalogue.service.ts';
import { ModelPrices } from './model-prices.service.ts';
import { openTestDatabase } from '../../../test/support/test-database.ts';

type Lister = (signal: AbortSignal) => Promise<ListedModel[]>;
type Facts = { isLocal?: boolean; isImitation?: boolean; unavailableReason?: string };

/** A provider of which only the list of models matters. */
function provider(id: string, listModels: Lister, facts: Facts = {}): LanguageModelProvider {
  return {
    id,
    label: id.toUpperCase(),
    isLocal: facts.isLocal ?? false,
    isImitation: facts.isImitation,
    unavailableReason: facts.unavailableReason ?? null,
    listModels,
    stream: () => {
      throw new Error('Nobody asks it.');
    },
  };
}

const names =
  (...list: string[]): Lister =>
  async () =>
    list.map((name) => ({ name }));
const never: Lister = () => new Promise(() => {});
const down: Lister = async () => {
  throw new ModelError('PROVIDER_UNAVAILABLE', 'API does not answer.');
};
const local = provider('local', names('parley'), { isLocal: true, isImitation: true });

describe('ModelCatalogue', () => {
  let database: Database;
  let now = new Date('2026-11-21T12:00:00Z');
  const clock = { now: () => now };
  const prices = new ModelPrices(clock);

  beforeAll(async () => {
    database = await openTestDatabase();
    await prices.seed(database.fork(), new Map());
  });
  afterAll(() => database.close());

  const catalogue = (providers: LanguageModelProvider[], options: ModelCatalogueOptions = {}) =>
    new ModelCatalogue(providers, prices, { clock, discoveryLimitMs: 20, ...options });
  const list = (of: ModelCatalogue, preferredId: string | null = null) => of.list(database.fork(), preferredId);
  const ids = async (of: ModelCatalogue) => (await list(of)).map(({ id }) => id);

  it('tells why there is no list, once for each reason', async () => {
    const told: string[] = [];
    const onListFailure = (id: string, reason: string): void => void told.push(`${id}: ${reason}`);
    const of = catalogue([provider('api', down), local], { onListFailure });
    await of.discover();
    now = new Date(now.getTime() + 60_000);
    await list(of);
    await of.discover();
    expect(told).toEqual(['api: API does not answer.']);
  });

  it('lists discovered models with price, window and ceiling', async () => {
    const openai = provider('openai', async () => [{ name: 'gpt-4o-2024-08-06' }, { name: 'new', contextWindow: 77 }]);
    const [known, fresh, parley] = await list(catalogue([openai, local]));
    expect(known).toEqual({
      id: 'openai:gpt-4o-2024-08-06',
      name: 'gpt-4o-2024-08-06',
      provider: 'openai',
      providerLabel: 'OPENAI',
      contextWindow: 128_000,
      maxOutputTokens: 3_000,
      inputPricePerMillion: '2.5',
      outputPricePerMillion: '10',
      isAvailable: true,
      unavailableReason: null,
      isDefault: true,
      isLocal: false,
    });
    expect(fresh).toMatchObject({ contextWindow: 77, inputPricePerMillion: null, isDefault: false });
    expect(parley).toMatchObject({ id: 'local:parley', isLocal: true });
  });

  it('shows what is known of a provider without a key, with the reason, after what can be used', async () => {
    const openai = provider('openai', names(), { unavailableReason: 'Set OPENAI_API_KEY and restart.' });
    const models = await list(catalogue([openai, local]));
    expect(models[0]).toMatchObject({ id: 'local:parley', isAvailable: true, isDefault: true });
    expect(models.find(({ id }) => id === 'openai:gpt-4o')).toMatchObject({
      isAvailable: false,
      unavailableReason: 'Set OPENAI_API_KEY and restart.',
    });
  });

  it('keeps the last list of a provider that went away, and takes it up again', async () => {
    let lister = names('m1');
    const of = catalogue([provider('api', (signal) => lister(signal))]);
    expect(await list(of)).toMatchObject([{ id: 'api:m1', isAvailable: true }]);

    lister = down;
    expect((await list(of))[0]!.isAvailable).toBe(true);
    now = new Date(now.getTime() + 61_000);
    await list(of);
    await settled();
    expect(await list(of)).toMatchObject([
      { id: 'api:m1', isAvailable: false, unavailableReason: 'API does not answer.' },
    ]);

    lister = names('m1', 'm2');
    now = new Date(now.getTime() + 11_000);
    await list(of);
    await settled();
    expect(await ids(of)).toEqual(['api:m1', 'api:m2']);
  });

  it('does not wait for a provider that never answers, nor for the others because of it', async () => {
    const models = await list(catalogue([provider('openai', never), local]));
    expect(models[0]!.id).toBe('local:parley');
    expect(models.find(({ id }) => id === 'openai:gpt-4o')).toMatchObject({
      isAvailable: false,
      unavailableReason: 'OPENAI does not answer at the moment.',
    });
  });

  it('asks a provider once, however many people wait', async () => {
    let calls = 0;
    const of = catalogue([provider('api', async () => [{ name: `m${++calls}` }])]);
    await Promise.all([list(of), list(of), of.defaultModelId(null)]);
    expect(calls).toBe(1);
  });

  it('drops names that cannot be kept', async () => {
    expect(await ids(catalogue([provider('api', names('ok', '', 'a\0b', '\ud800', 'x'.repeat(251), 'ok'))]))).toEqual([
      'api:ok',
    ]);
  });

  it('lists configured models too, with what was configured', async () => {
    const overrides = new Map([
      ['api:big', { contextWindow: 9_000, maxOutputTokens: 8_000, prices: [] }],
      ['nobody:x', { prices: [] }],
    ]);
    const of = catalogue([provider('api', names('m1'))], { overrides });
    expect(await list(of)).toMatchObject([
      { id: 'api:big', contextWindow: 9_000, maxOutputTokens: 8_000 },
      { id: 'api:m1' },
    ]);
    expect(of.maxOutputTokens('api:m1')).toBe(3_000);
  });

  describe('resolve', () => {
    it('takes any sane name of a provider that can be asked, also while it is down', async () => {
      const of = catalogue([provider('api', down), local]);
      await of.discover();
      expect(of.resolve('api:llama3.3:70b-instruct-q8_0')).toMatchObject({
        name: 'llama3.3:70b-instruct-q8_0',
        provider: { id: 'api' },
      });
      expect(of.resolve('local:parley').name).toBe('parley');
    });

    it.each(['', 'gpt-4o', 'nobody:x', 'local:other', 'api:\0', `api:${'x'.repeat(251)}`, '__proto__:x'])(
      'refuses %j',
      async (modelId) => {
        const of = catalogue([provider('api', names('m1')), local]);
        await of.discover();
        expect(() => of.resolve(modelId)).toThrow(
          expect.objectContaining({ code: 'BAD_USER_INPUT', field: 'modelId' }),
        );
      },
    );

    it('says why a provider cannot be used', () => {
      const of = catalogue([provider('openai', names(), { unavailableReason: 'Set OPENAI_API_KEY and restart.' })]);
      expect(() => of.resolve('openai:gpt-4o')).toThrow('Set OPENAI_API_KEY and restart.');
    });

    it('takes only listed names of a closed provider', async () => {
      const of = catalogue([provider('api', names('m1'))], { closedProviders: ['api'] });
      await of.discover();
      expect(of.resolve('api:m1').name).toBe('m1');
      expect(() => of.resolve('api:m2')).toThrow(expect.objectContaining({ field: 'modelId' }));
    });
  });

  it('knows which models are listed or named by the operator, whatever else may be asked', async () => {
    const overrides = new Map([['api:big', { prices: [] }]]);
    const of = catalogue([provider('api', names('m1')), local], { overrides, defaultModelId: 'api:usual' });
    await of.discover();
    for (const known of ['api:m1', 'api:big', 'api:usual', 'openai:gpt-4o']) expect(of.isListed(known)).toBe(true);
    for (const other of ['api:m2', 'api:m1-2026-01-01', 'openai:gpt-4o-123', 'x', '__proto__:x']) {
      expect(of.isListed(other)).toBe(false);
    }
  });

  describe('defaultModelId', () => {
    const providers = [provider('api', names('m1', 'm2')), local];

    it('is the viewer’s, then DEFAULT_MODEL, then the best there is', async () => {
      expect(await catalogue(providers, { defaultModelId: 'api:m2' }).defaultModelId('local:parley')).toBe(
        'local:parley',
      );
      expect(await catalogue(providers, { defaultModelId: 'api:m2' }).defaultModelId(null)).toBe('api:m2');
      expect(await catalogue(providers).defaultModelId(null)).toBe('api:m1');
      expect(await catalogue([local]).defaultModelId(null)).toBe('local:parley');
    });

    it('passes over what cannot be used', async () => {
      expect(await catalogue(providers, { defaultModelId: 'openai:gpt-4o' }).defaultModelId('gone:x')).toBe('api:m1');
      expect((await list(catalogue(providers), 'api:m2')).find(({ isDefault }) => isDefault)?.id).toBe('api:m2');
    });
  });
});

/** Lets what was started in the background come to its end. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
