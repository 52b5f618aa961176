import { countingLog, type Log } from '../../kernel/log.ts';
import { databaseTrouble } from './database-away.ts';
import { causesOf } from './error-causes.ts';
import { storageTrouble } from './storage-trouble.ts';

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
