import type { IncomingHttpHeaders } from 'node:http';

/** The longest wait that is believed, in milliseconds: whatever is longer is shown to people as a day. */
const LONGEST = 24 * 60 * 60 * 1_000;

/** How long a provider asks to wait, in milliseconds: `Retry-After` in seconds or as a date, or `retry-after-ms`. */
export function retryAfterMs(headers: IncomingHttpHeaders, now: Date = new Date()): number | undefined {
  const asked = askedMs(headers, now);
  return asked === undefined ? undefined : Math.min(asked, LONGEST);
}

function askedMs(headers: IncomingHttpHeaders, now: Date): number | undefined {
  const milliseconds = Number(headers['retry-after-ms'] ?? Number.NaN);
  if (isWait(milliseconds)) return milliseconds;
  const value = headers['retry-after'];
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const seconds = Number(value);
  if (isWait(seconds)) return Math.round(seconds * 1000);
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now.getTime());
}

const isWait = (value: number): boolean => Number.isFinite(value) && value >= 0;
