import { describe, expect, it } from 'vitest';
import { parseModelsFile } from './models-file.rules.ts';

const parse = (value: unknown) => parseModelsFile(JSON.stringify(value), 'models.json');

describe('parseModelsFile', () => {
  it('reads windows, ceilings and prices', () => {
    const overrides = parse({
      models: {
        'openai:gpt-4o': {
          contextWindow: 64_000,
          maxOutputTokens: 8_000,
          prices: [{ validFrom: '2026-01-01', inputPerMillion: '2.5', outputPerMillion: '10' }],
        },
        'api:llama3.3:70b': { maxOutputTokens: 1_000 },
      },
    });
    expect(overrides.get('openai:gpt-4o')).toEqual({
      contextWindow: 64_000,
      maxOutputTokens: 8_000,
      prices: [{ validFrom: new Date('2026-01-01T00:00:00Z'), inputPerMillion: '2.5', outputPerMillion: '10' }],
    });
    expect(overrides.get('api:llama3.3:70b')).toEqual({ maxOutputTokens: 1_000, prices: [] });
  });

  it('takes a moment with an offset and a byte order mark', () => {
    const price = { validFrom: '2026-01-01T00:00:00+02:00', inputPerMillion: '0', outputPerMillion: '0.000000000001' };
    const text = `\uFEFF${JSON.stringify({ models: { 'a:b': { prices: [price] } } })}`;
    expect(parseModelsFile(text, 'models.json').get('a:b')!.prices[0]!.validFrom.toISOString()).toBe(
      '2025-12-31T22:00:00.000Z',
    );
  });

  const price = { validFrom: '2026-01-01', inputPerMillion: '1', outputPerMillion: '1' };
  it.each([
    ['no models', {}, 'models'],
    ['an unknown setting', { models: { 'a:b': { temperature: 1 } } }, 'models › a:b'],
    ['a name without a provider', { models: { 'gpt-4o': {} } }, 'provider:name'],
    [
      'a price as a number',
      { models: { 'a:b': { prices: [{ ...price, inputPerMillion: 2.5 }] } } },
      'models › a:b › prices › 0 › inputPerMillion',
    ],
    ['a negative price', { models: { 'a:b': { prices: [{ ...price, outputPerMillion: '-1' }] } } }, 'outputPerMillion'],
    [
      'a day that does not exist',
      { models: { 'a:b': { prices: [{ ...price, validFrom: '2026-02-30' }] } } },
      'validFrom',
    ],
    ['two prices for one moment', { models: { 'a:b': { prices: [price, price] } } }, 'two prices'],
    ['a ceiling of nothing', { models: { 'a:b': { maxOutputTokens: 0 } } }, 'maxOutputTokens'],
    ['half a token', { models: { 'a:b': { contextWindow: 1.5 } } }, 'contextWindow'],
  ])('refuses %s and says where', (_name, value, place) => {
    expect(() => parse(value)).toThrow(place);
    expect(() => parse(value)).toThrow('models.json');
  });

  it('says when the file is not JSON', () => {
    expect(() => parseModelsFile('{', 'models.json')).toThrow('models.json is not JSON');
  });
});
