import { type DestinationStream, pino } from 'pino';
import type { Log } from '../kernel/log.ts';
import { terminalLine } from './terminal.ts';
import { createRedaction } from './redaction.ts';

/** Standard error as somebody at a terminal reads it. */
const terminal: DestinationStream = { write: (line) => void process.stderr.write(terminalLine(line)) };

/**
 * JSON lines on standard error, and short ones in words where that is a terminal; one per call whatever the values hold, and nothing that looks like a secret.
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
    destination ?? (process.stderr.isTTY ? terminal : pino.destination({ fd: 2, sync: false })),
  );
}
