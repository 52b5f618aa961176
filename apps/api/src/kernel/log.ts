import { databaseTrouble } from '../db/errors/database-away.ts';
import { causesOf } from './error-causes.ts';
import { storageTrouble } from '../db/errors/storage-trouble.ts';

/** Structured log lines; one line per call whatever the values hold. Never give it a secret. */
export interface Log {
  debug(facts: object, message: string): void;
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

export const silentLog: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** How often the same line is written at most, in milliseconds. */
const REPEAT_INTERVAL = 1_000;

/**
 * The same log for what may happen thousands of times at once: a message is written at once, and while it repeats, once a
 * second with the newest facts and how many there were.
 */
export function countingLog(log: Log, interval = REPEAT_INTERVAL): Log {
  const waiting = new Map<string, { facts: object; count: number }>();
  const line = (level: keyof Log) => (facts: object, message: string) => {
    const key = `${level} ${message}`;
    const repeated = waiting.get(key);
    if (repeated) return void Object.assign(repeated, { facts, count: repeated.count + 1 });
    waiting.set(key, { facts, count: 0 });
    log[level](facts, message);
    const timer = setInterval(() => {
      const { facts: newest, count } = waiting.get(key)!;
      waiting.set(key, { facts: newest, count: 0 });
      if (count > 0) return log[level]({ ...newest, count }, message);
      waiting.delete(key);
      clearInterval(timer);
    }, interval);
    timer.unref();
  };
  return { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') };
}

const counting = new WeakMap<Log, Log>();

/**
 * Logs a failure: a state that passes by itself as a warning without a stack, once a second however many meet it; anything else as
 * an error.
 */
export function logFailure(log: Log, facts: object, error: unknown, message: string): void {
  if (!databaseTrouble(error) && !storageTrouble(error)) return log.error({ ...facts, error }, message);
  const cause = causesOf(error).at(-1)!;
  let calm = counting.get(log);
  if (!calm) counting.set(log, (calm = countingLog(log)));
  calm.warn(
    { ...facts, reason: cause.error.message, ...(cause.code !== 'undefined' && { code: cause.code }) },
    message,
  );
}
