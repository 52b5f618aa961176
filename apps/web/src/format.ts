import { computed } from 'vue';
import { formatLocale } from './i18n/language.ts';
import { common } from './i18n/locales/en.ts';

const whole = computed(() => new Intl.NumberFormat(formatLocale.value));
const compact = computed(
  () => new Intl.NumberFormat(formatLocale.value, { notation: 'compact', maximumFractionDigits: 1 }),
);
const share = computed(() => new Intl.NumberFormat(formatLocale.value, { style: 'percent', maximumFractionDigits: 0 }));
const relative = computed(() => new Intl.RelativeTimeFormat(formatLocale.value, { numeric: 'auto' }));
const exact = computed(() => new Intl.DateTimeFormat(formatLocale.value, { dateStyle: 'medium', timeStyle: 'medium' }));
const day = computed(() => new Intl.DateTimeFormat(formatLocale.value, { dateStyle: 'medium' }));

/** A number with at most so many digits after the point. */
export function formatNumber(value: number, maximumFractionDigits: number): string {
  return value.toLocaleString(formatLocale.value, { maximumFractionDigits });
}

/** A share of 0 to 1 as `40%`; never more than is done. */
export function formatPercent(value: number): string {
  return share.value.format(Math.floor(value * 100) / 100);
}

/** `12,345`. */
export function formatCount(count: number): string {
  return whole.value.format(count);
}

/** `12.3K`: for places where the size matters, not the number. */
export function formatCompact(count: number): string {
  return compact.value.format(count);
}

/** Of smaller amounts it is only said that they are smaller. */
const SMALLEST_AMOUNT = 0.000_001;

/** An amount in USD with as many digits as a small one needs: `$0.00042`, `$1,234.50`, `$0`; never 0 for what is not. */
export function formatMoney(amount: string): string {
  const value = Number(amount);
  if (value > 0 && value < SMALLEST_AMOUNT) return `<${formatMoney(String(SMALLEST_AMOUNT))}`;
  const maximumFractionDigits = value === 0 || value >= 1 ? 2 : Math.min(8, 2 - Math.floor(Math.log10(value)));
  return new Intl.NumberFormat(formatLocale.value, {
    style: 'currency',
    currency: 'USD',
    minimumFractionDigits: value === 0 ? 0 : 2,
    maximumFractionDigits,
  }).format(amount as `${number}`);
}

export const noPrice = (): string => common('noPrice');
/** Where a price is set, for who sees that there is none. */
export const howToSetPrice = (): string => common('howToSetPrice');

/** What calls cost, as far as it is known: `$0.12`, `No price set`, `$0.12 + 3 calls without a price`. */
export function formatCost({ totalCost, unpricedRequests }: { totalCost: string; unpricedRequests: number }): string {
  if (unpricedRequests === 0) return formatMoney(totalCost);
  if (Number(totalCost) === 0) return noPrice();
  return common('unpriced', { cost: formatMoney(totalCost), count: unpricedRequests });
}

/** `420 ms`, `3.2 s`, `2 min 5 s`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 1_000) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1_000;
  if (seconds < 60) return `${formatNumber(seconds, seconds < 10 ? 1 : 0)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/** `now`, `5 minutes ago`, `yesterday`; a date when it is more than a week ago. */
export function formatAgo(moment: string, now: number): string {
  const minutes = Math.round((Date.parse(moment) - now) / 60_000);
  if (minutes > -1) return common('now');
  if (minutes > -60) return relative.value.format(minutes, 'minute');
  if (minutes > -24 * 60) return relative.value.format(Math.round(minutes / 60), 'hour');
  if (minutes > -7 * 24 * 60) return relative.value.format(Math.round(minutes / (24 * 60)), 'day');
  return formatDay(moment);
}

/** Date and time in full. */
export function formatExact(moment: string): string {
  return exact.value.format(new Date(moment));
}

/** A date: `Mar 5, 2026`. */
export function formatDay(moment: string): string {
  return day.value.format(new Date(moment));
}

/** `a, b and c`. */
export function formatList(items: readonly string[]): string {
  return new Intl.ListFormat(formatLocale.value, { type: 'unit' }).format(items);
}
