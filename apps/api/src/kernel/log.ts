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
