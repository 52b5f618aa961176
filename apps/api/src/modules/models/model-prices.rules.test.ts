import { describe, expect, it } from 'vitest';
import { missingPrices, type NewPrice, type PriceRow, PriceTable } from './model-prices.rules.ts';
import type { ModelOverrides } from './models-file.rules.ts';

const row = (modelId: string, day: string, input: string): PriceRow => ({
  id: `${modelId}@${day}=${input}`,
  modelId,
  validFrom: new Date(day),
  inputPricePerMillion: input,
  outputPricePerMillion: '1',
});

const asRows = (prices: readonly NewPrice[]): PriceRow[] =>
  prices
    .map((price, index) => ({ ...price, id: String(index) }))
    .toSorted((a, b) => b.validFrom.getTime() - a.validFrom.getTime());

const configured = (day: string, input: string): ModelOverrides =>
  new Map([
    ['openai:gpt-4o', { prices: [{ validFrom: new Date(day), inputPerMillion: input, outputPerMillion: '1' }] }],
  ]);

describe('PriceTable', () => {
  const table = new PriceTable([
    row('a:m', '2026-03-01', '3'),
    row('a:m', '2026-01-01', '2'),
    row('a:m', '2026-01-01', '1'),
  ]);

  it.each([
    ['2025-12-31T23:59:59.999Z', null],
    ['2026-01-01T00:00:00.000Z', '2'],
    ['2026-02-28T23:59:59.999Z', '2'],
    ['2026-03-01T00:00:00.000Z', '3'],
  ])('at %s gives the newest price in force', (at, input) => {
    expect(table.find('a:m', new Date(at))?.inputPricePerMillion ?? null).toBe(input);
  });

  it('finds a dated version under its own price first, then under its family’s', () => {
    const dated = new PriceTable([row('a:m', '2026-01-01', '1'), row('a:m-2026-01-01', '2026-01-01', '7')]);
    const at = new Date('2026-06-01');
    expect(dated.find('a:m-2026-01-01', at)?.inputPricePerMillion).toBe('7');
    expect(dated.find('a:m-2026-05-05', at)?.inputPricePerMillion).toBe('1');
    expect(dated.find('b:m', at)).toBeNull();
  });
});

describe('missingPrices', () => {
  it('adds the catalogue once', () => {
    const first = missingPrices(new PriceTable([]), new Map());
    expect(first.length).toBeGreaterThan(30);
    expect(missingPrices(new PriceTable(asRows(first)), new Map())).toEqual([]);
  });

  it('lets a configured price take the place of the catalogue’s for the same moment', () => {
    const [seed] = missingPrices(new PriceTable([]), new Map()).filter(({ modelId }) => modelId === 'openai:gpt-4o');
    const day = seed!.validFrom.toISOString();
    const fresh = missingPrices(new PriceTable([]), configured(day, '9')).filter(
      ({ modelId }) => modelId === 'openai:gpt-4o',
    );
    expect(fresh.map((price) => price.inputPricePerMillion)).toEqual(['9']);
    const added = missingPrices(
      new PriceTable(asRows(missingPrices(new PriceTable([]), new Map()))),
      configured(day, '9'),
    );
    expect(added.map((price) => price.inputPricePerMillion)).toEqual(['9']);
  });

  it('does not add a configured price again, however it is written', () => {
    const rows = [row('openai:gpt-4o', '2026-01-01', '2.5'), ...asRows(missingPrices(new PriceTable([]), new Map()))];
    expect(missingPrices(new PriceTable(rows), configured('2026-01-01', '2.50'))).toEqual([]);
    expect(missingPrices(new PriceTable(rows), configured('2026-01-01', '2.6'))).toHaveLength(1);
  });
});
