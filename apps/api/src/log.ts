import { type DestinationStream, pino } from 'pino';
import type { Log } from './kernel/log.ts';
import { createRedaction } from './log-redaction.ts';

/**
 * JSON lines on standard error; one per call whatever the values hold, and nothing that looks like a secret.
 * @param secrets what must not appear under any circumstances: the keys and passwords of the settings
 * @param destination for tests
 */
export function createLog(level: string, secrets: readonly string[] = [], destination?: DestinationStream): Log {
  const redact = createRedaction(secrets);
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      hooks: {
        logMethod(args, method) {
          // Some messages are a library's.
          const [facts, message] = args as [object, string];
          method.call(this, facts, redact(message) as string);
        },
      },
      formatters: { level: (label) => ({ level: label }), log: (facts) => redact(facts) as Record<string, unknown> },
    },
    destination ?? pino.destination({ fd: 2, sync: false }),
  );
}
