import { describe, expect, it } from 'vitest';
import { addMoney, MONEY_DECIMALS, tokenCost } from '../../kernel/money.ts';
import { closedUntil, costsOf, reportPeriod, saneCount, totalsOf, wholeDays } from './usage.rules.ts';
import { randomNumbers } from '../../../test/support/random-numbers.ts';

/** An amount of money as a whole number of its smallest unit: arithmetic that cannot round. */
function units(amount: string): bigint {
  const [whole = '0', part = ''] = amount.split('.');
  return BigInt(whole + part.padEnd(MONEY_DECIMALS, '0'));
}

describe('costsOf', () => {
  it('is exact where floats are not', () => {
    const price = { inputPricePerMillion: '0.1', outputPricePerMillion: '0.2' };
    expect(costsOf(price, 1_000_000, 1_000_000)).toEqual({
      promptCost: '0.1',
      completionCost: '0.2',
      totalCost: '0.3',
    });
    expect(costsOf(price, 1, 1)).toEqual({
      promptCost: '0.0000001',
      completionCost: '0.0000002',
      totalCost: '0.0000003',
    });
  });

  it('without a price is nothing', () => {
    expect(costsOf(null, 1_000, 1_000)).toEqual({ promptCost: '0', completionCost: '0', totalCost: '0' });
  });

  it('always adds up, for any price and count', () => {
    const next = randomNumbers(11);
    let sum = '0';
    let expected = 0n;
    for (let round = 0; round < 500; round++) {
      const amount = () => `${Math.floor(next() * 200)}.${String(Math.floor(next() * 1e6)).padStart(6, '0')}`;
      const price = { inputPricePerMillion: amount(), outputPricePerMillion: amount() };
      const [prompt, completion] = [Math.floor(next() * 2e6), Math.floor(next() * 2e5)];
      const costs = costsOf(price, prompt, completion);
      expect(units(costs.promptCost)).toBe((units(price.inputPricePerMillion) * BigInt(prompt)) / 1_000_000n);
      expect(units(costs.totalCost)).toBe(units(costs.promptCost) + units(costs.completionCost));
      sum = addMoney(sum, costs.totalCost);
      expected += units(costs.totalCost);
    }
    expect(units(sum)).toBe(expected);
  });

  it('costs the same whether tokens are paid together or one by one', () => {
    expect(addMoney(...Array.from({ length: 1_000 }, () => tokenCost(1, '2.5')))).toBe(tokenCost(1_000, '2.5'));
  });
});

describe('saneCount', () => {
  it.each([
    [12, 12],
    [12.6, 13],
    [-3, 0],
    [Number.NaN, 0],
    [Number.POSITIVE_INFINITY, 0],
    [1e15, 1_000_000_000],
  ])('makes %s %s', (reported, kept) => {
    expect(saneCount(reported)).toBe(kept);
  });
});

describe('totalsOf', () => {
  it('stays within what the API can say, and money without trailing zeros', () => {
    const row = {
      requests: '2',
      prompt_tokens: '3000000000',
      completion_tokens: '5',
      total_cost: '1.250000000000',
      unpriced_requests: '1',
    };
    expect(totalsOf(row)).toEqual({
      requests: 2,
      promptTokens: 2_147_483_647,
      completionTokens: 5,
      totalTokens: 2_147_483_647,
      totalCost: '1.25',
      unpricedRequests: 1,
    });
  });
});

describe('reportPeriod', () => {
  const now = new Date('2026-11-21T12:00:00Z');
  const day = (text: string) => new Date(text);

  it('is the last 30 days unless asked otherwise', () => {
    expect(reportPeriod(null, undefined, now)).toEqual({ from: day('2026-10-22T12:00:00Z'), to: now });
    expect(reportPeriod(null, day('2026-01-31'), now)).toEqual({ from: day('2026-01-01'), to: day('2026-01-31') });
    expect(reportPeriod(day('2026-01-01'), null, now)).toEqual({ from: day('2026-01-01'), to: now });
    expect(reportPeriod(now, now, now)).toEqual({ from: now, to: now });
  });

  it('does not run backwards', () => {
    expect(() => reportPeriod(day('2027-01-01'), null, now)).toThrow(
      expect.objectContaining({ code: 'BAD_USER_INPUT', field: 'from' }),
    );
  });
});

describe('closedUntil', () => {
  it.each([
    ['2026-11-21T01:59:59.999Z', '2026-11-20'],
    ['2026-11-21T02:00:00Z', '2026-11-21'],
    ['2026-11-21T23:59:59.999Z', '2026-11-21'],
  ])('at %s closes what is before %s', (now, end) => expect(closedUntil(new Date(now))).toEqual(new Date(end)));
});

describe('wholeDays', () => {
  it.each([
    ['2026-11-01', '2026-11-04', '2026-12-01', '2026-11-01', '2026-11-04'],
    ['2026-11-01T00:00:00.001Z', '2026-11-04T23:59:59.999Z', '2026-12-01', '2026-11-02', '2026-11-04'],
    ['2026-11-01', '2026-11-10', '2026-11-03', '2026-11-01', '2026-11-03'],
    ['1970-01-01', '9999-12-31T23:59:59.999Z', '2026-11-03', '1970-01-01', '2026-11-03'],
  ])('from %s to %s, closed until %s, are those from %s to before %s', (from, to, until, first, end) => {
    const days = wholeDays({ from: new Date(from), to: new Date(to) }, new Date(until));
    expect(days).toEqual({ from: new Date(first), to: new Date(end) });
  });

  it.each([
    ['2026-11-01', '2026-11-01', '2026-12-01'],
    ['2026-11-01T00:00:00.001Z', '2026-11-02T23:59:59.999Z', '2026-12-01'],
    ['2026-11-01', '2026-11-10', '2026-11-01'],
    ['2026-11-01', '2026-11-10', '1970-01-01'],
  ])('from %s to %s, closed until %s, are none', (from, to, until) =>
    expect(wholeDays({ from: new Date(from), to: new Date(to) }, new Date(until))).toBeNull(),
  );
});
