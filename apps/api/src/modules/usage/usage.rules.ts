import { badInput } from '../../kernel/errors.ts';
import { addMoney, type Money, tokenCost, zero } from '../../kernel/money.ts';

/** Most tokens one call can have; more is a mistake of the provider, and would not fit into the row. */
const MAX_TOKENS = 1_000_000_000;
/** What GraphQL’s Int can hold. */
const MAX_INT = 2_147_483_647;
const DAY = 86_400_000;
/** Moments that JavaScript and PostgreSQL write alike; nothing happened before or will after. */
const CALENDAR = { first: new Date('1970-01-01T00:00:00Z'), last: new Date('9999-12-31T23:59:59.999Z') };
/** Days a report covers when nobody says which. */
const DEFAULT_DAYS = 30;
/** How long after its end a day is open: what ended with it is on its way to the database, and clocks differ. */
const CLOSING_TIME = 2 * 60 * 60 * 1_000;

export interface Period {
  from: Date;
  to: Date;
}

/** All calls there can be. */
export const always: Period = { from: CALENDAR.first, to: CALENDAR.last };

export interface Costs {
  promptCost: Money;
  completionCost: Money;
  /** Exactly the sum of the two. */
  totalCost: Money;
}

export interface Totals {
  requests: number;
  promptTokens: number;
  completionTokens: number;
  totalTokens: number;
  totalCost: Money;
  unpricedRequests: number;
}

/** A row of sums as the database gives it: bigints and decimals as text. */
export interface SumRow {
  requests: string | number;
  prompt_tokens: string | number;
  completion_tokens: string | number;
  total_cost: string;
  unpriced_requests: string | number;
}

/** What a call costs at a price; 0 where no price is known, which whoever keeps the costs must tell from free. */
export function costsOf(
  price: { inputPricePerMillion: Money; outputPricePerMillion: Money } | null,
  promptTokens: number,
  completionTokens: number,
): Costs {
  const promptCost = price ? tokenCost(promptTokens, price.inputPricePerMillion) : zero;
  const completionCost = price ? tokenCost(completionTokens, price.outputPricePerMillion) : zero;
  return { promptCost, completionCost, totalCost: addMoney(promptCost, completionCost) };
}

/** A count as a provider reported it, made fit to keep: whole, not negative, not absurd. */
export function saneCount(tokens: number): number {
  return Number.isFinite(tokens) ? Math.min(Math.max(Math.round(tokens), 0), MAX_TOKENS) : 0;
}

export const noUsage: Totals = {
  requests: 0,
  promptTokens: 0,
  completionTokens: 0,
  totalTokens: 0,
  totalCost: zero,
  unpricedRequests: 0,
};

/** Counts beyond {@link MAX_INT} stay at it: that the contract calls them Int must not fail the answer. */
export function totalsOf(row: SumRow): Totals {
  const prompt = Number(row.prompt_tokens);
  const completion = Number(row.completion_tokens);
  return {
    requests: Math.min(Number(row.requests), MAX_INT),
    promptTokens: Math.min(prompt, MAX_INT),
    completionTokens: Math.min(completion, MAX_INT),
    totalTokens: Math.min(prompt + completion, MAX_INT),
    totalCost: addMoney(row.total_cost),
    unpricedRequests: Math.min(Number(row.unpriced_requests), MAX_INT),
  };
}

/**
 * The time a report covers, both ends included: as asked, or the last 30 days.
 * @throws ParleyError BAD_USER_INPUT field from when it begins after its end.
 */
export function reportPeriod(from: Date | null | undefined, to: Date | null | undefined, now: Date): Period {
  const end = withinCalendar(to ?? now);
  const start = withinCalendar(from ?? new Date(end.getTime() - DEFAULT_DAYS * DAY));
  if (start > end) throw badInput('from', `from must not be after to (${end.toISOString()}).`);
  return { from: start, to: end };
}

function withinCalendar(moment: Date): Date {
  if (moment < CALENDAR.first) return CALENDAR.first;
  return moment > CALENDAR.last ? CALENDAR.last : moment;
}

/** The beginning of the first day (UTC) that may still get calls: those before it are closed. */
export function closedUntil(now: Date): Date {
  return new Date(Math.floor((now.getTime() - CLOSING_TIME) / DAY) * DAY);
}

/**
 * The whole days (UTC) of a period that are before a moment, as the beginnings of the first and of the one after the last.
 * @returns null when there are none.
 */
export function wholeDays({ from, to }: Period, until: Date): Period | null {
  const first = Math.ceil(from.getTime() / DAY) * DAY;
  const end = Math.min(Math.floor(to.getTime() / DAY) * DAY, until.getTime());
  return first < end ? { from: new Date(first), to: new Date(end) } : null;
}

/** The beginning of the day that is some days after another. */
export const daysAfter = (day: Date, days: number): Date => new Date(day.getTime() + days * DAY);
