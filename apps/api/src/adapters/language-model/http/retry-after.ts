import type { IncomingHttpHeaders } from 'node:http';

/** The longest wait that is believed, in milliseconds: whatever is longer is shown to people as a day. */
const LONGEST = 24 * 60 * 60 * 1_000;

const units: Readonly<Record<string, number>> = {
  ms: 1,
  millisecond: 1,
  s: 1_000,
  sec: 1_000,
  second: 1_000,
  m: 60_000,
  min: 60_000,
  minute: 60_000,
  h: 3_600_000,
  hour: 3_600_000,
  d: 86_400_000,
  day: 86_400_000,
};
const duration = /(\d+(?:\.\d+)?)\s*(milliseconds?|ms|seconds?|secs?|s|minutes?|mins?|m|hours?|h|days?|d)(?![a-z])/gi;

/** How long a provider asks to wait, in milliseconds, by whichever header it says so. */
export function retryAfterMs(headers: IncomingHttpHeaders, now: Date = new Date()): number | undefined {
  const asked = askedMs(headers, now) ?? untilReset(headers, now);
  return asked === undefined ? undefined : Math.min(asked, LONGEST);
}

/** How long a sentence asks to wait, in milliseconds: `Please try again in 1m30.5s.`, or just `12s`. */
export function waitIn(text: string): number | undefined {
  const place = /\b(?:again|retry|wait|reset\w*)\b[^\d.;]{0,40}?(?=\d)/i.exec(text);
  const phrase = place ? text.slice(place.index + place[0].length).trimStart() : text.trim();
  return durationMs(/^(?:\d+(?:\.\d+)?\s*[a-z]+[\s,]*(?:and\s+)?)+/i.exec(phrase)?.[0] ?? '');
}

function askedMs(headers: IncomingHttpHeaders, now: Date): number | undefined {
  const milliseconds = Number(headers['retry-after-ms'] ?? headers['x-ms-retry-after-ms'] ?? Number.NaN);
  if (isWait(milliseconds)) return milliseconds;
  const value = headers['retry-after'];
  return typeof value === 'string' ? momentMs(value, now) : undefined;
}

/** Where no wait is asked for: when the limits that have nothing left begin again, the last of them. */
function untilReset(headers: IncomingHttpHeaders, now: Date): number | undefined {
  const waits = Object.keys(headers).flatMap((name) => {
    if (!/ratelimit-(?:.+-)?remaining/.test(name) || Number(headers[name]) !== 0) return [];
    const reset = headers[name.replace('remaining', 'reset')];
    const wait = typeof reset === 'string' ? momentMs(reset, now) : undefined;
    return wait === undefined ? [] : [wait];
  });
  return waits.length > 0 ? Math.max(...waits) : undefined;
}

/** Seconds, a duration with units, a date, or the seconds or milliseconds since 1970 at which the wait is over. */
function momentMs(value: string, now: Date): number | undefined {
  if (value.trim() === '') return undefined;
  const number = Number(value);
  if (isWait(number)) {
    if (number > 1e12 && number < 1e13) return Math.max(0, number - now.getTime());
    if (number > 1e9 && number < 1e10) return Math.max(0, number * 1000 - now.getTime());
    return Math.round(number * 1000);
  }
  const date = /\d{4}/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? durationMs(value) : Math.max(0, date - now.getTime());
}

function durationMs(text: string): number | undefined {
  const parts = [...text.matchAll(duration)];
  if (parts.length === 0) return undefined;
  const sum = parts.reduce((total, [, amount, unit]) => total + Number(amount) * unitMs(unit!.toLowerCase()), 0);
  return Math.min(Math.round(sum), LONGEST);
}

const unitMs = (unit: string): number => units[unit] ?? units[unit.replace(/s$/, '')] ?? 0;

const isWait = (value: number): boolean => Number.isFinite(value) && value >= 0;
