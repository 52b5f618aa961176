import { expect, test } from 'vitest';
import { formatAgo, formatCost, formatDuration, formatMoney } from './format.ts';

test.each([
  ['0.000000', '$0'],
  ['0.000421', '$0.000421'],
  ['0.0004', '$0.0004'],
  ['0.25', '$0.25'],
  ['0.2', '$0.20'],
  ['0.000000000001', '<$0.000001'],
  ['0.0000012', '$0.0000012'],
  ['0.999999', '$1.00'],
  ['1.005', '$1.01'],
  ['12.5', '$12.50'],
  ['1234567890123.456', '$1,234,567,890,123.46'],
])('%s is %s', (amount, shown) => expect(formatMoney(amount)).toBe(shown));

test.each([
  ['0', 0, '$0'],
  ['0.12', 0, '$0.12'],
  ['0', 3, 'No price set'],
  ['0.12', 1, '$0.12 + 1 request without a price'],
  ['0.12', 1_234, '$0.12 + 1,234 requests without a price'],
])('%s with %d unpriced calls is %s', (totalCost, unpricedRequests, shown) =>
  expect(formatCost({ totalCost, unpricedRequests })).toBe(shown),
);

test.each([
  [12.4, '12 ms'],
  [3_240, '3.2 s'],
  [42_400, '42 s'],
  [125_000, '2 min 5 s'],
])('%d ms is %s', (milliseconds, shown) => expect(formatDuration(milliseconds)).toBe(shown));

test.each([
  [10_000, 'now'],
  [5 * 60_000, '5 minutes ago'],
  [3 * 3_600_000, '3 hours ago'],
  [24 * 3_600_000, 'yesterday'],
  [30 * 24 * 3_600_000, 'Oct 22, 2026'],
])('%d ms ago is %s', (ago, shown) => {
  const now = Date.parse('2026-11-21T12:00:00Z');
  expect(formatAgo(new Date(now - ago).toISOString(), now)).toBe(shown);
});
