const whole = new Intl.NumberFormat('en');
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const exact = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'medium' });
const day = new Intl.DateTimeFormat('en', { dateStyle: 'medium' });

/** `12,345`. */
export function formatCount(count: number): string {
  return whole.format(count);
}

/** `12.3K`: for places where the size matters, not the number. */
export function formatCompact(count: number): string {
  return compact.format(count);
}

/** Of smaller amounts it is only said that they are smaller. */
const SMALLEST_AMOUNT = 0.000_001;

/** An amount in USD with as many digits as a small one needs: `$0.00042`, `$1,234.50`, `$0`; never 0 for what is not. */
export function formatMoney(amount: string): string {
  const value = Number(amount);
  if (value === 0) return '$0';
  if (value < SMALLEST_AMOUNT) return `<$${SMALLEST_AMOUNT.toFixed(6)}`;
  const maximumFractionDigits = value >= 1 ? 2 : Math.min(8, 2 - Math.floor(Math.log10(value)));
  return new Intl.NumberFormat('en', {
    style: 'currency',
    currency: 'USD',
    minimumFractionDigits: 2,
    maximumFractionDigits,
  }).format(amount as `${number}`);
}

export const noPrice = 'No price set';
/** Where a price is set, for who sees that there is none. */
export const howToSetPrice = 'An administrator can set one in MODELS_FILE (docs/operate/models.md).';

/** What calls cost, as far as it is known: `$0.12`, `No price set`, `$0.12 + 3 calls without a price`. */
export function formatCost({ totalCost, unpricedRequests }: { totalCost: string; unpricedRequests: number }): string {
  if (unpricedRequests === 0) return formatMoney(totalCost);
  if (Number(totalCost) === 0) return noPrice;
  const calls = unpricedRequests === 1 ? '1 call' : `${formatCount(unpricedRequests)} calls`;
  return `${formatMoney(totalCost)} + ${calls} without a price`;
}

/** `420 ms`, `3.2 s`, `2 min 5 s`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 1_000) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1_000;
  if (seconds < 60) return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/** `now`, `5 minutes ago`, `yesterday`; a date when it is more than a week ago. */
export function formatAgo(moment: string, now: number): string {
  const minutes = Math.round((Date.parse(moment) - now) / 60_000);
  if (minutes > -1) return 'now';
  if (minutes > -60) return relative.format(minutes, 'minute');
  if (minutes > -24 * 60) return relative.format(Math.round(minutes / 60), 'hour');
  if (minutes > -7 * 24 * 60) return relative.format(Math.round(minutes / (24 * 60)), 'day');
  return day.format(new Date(moment));
}

/** Date and time in full. */
export function formatExact(moment: string): string {
  return exact.format(new Date(moment));
}
