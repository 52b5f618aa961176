import { pino } from 'pino';
import type { Log } from './kernel/log.ts';

/** JSON lines on standard error; one per call whatever the values hold, and nothing that looks like a secret. */
export function createLog(level: string): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { error: pino.stdSerializers.err },
      redact: {
        paths: ['*.password', '*.token', '*.apiKey', '*.authorization', '*.cookie', 'error.parameters', 'error.query'],
        remove: true,
      },
    },
    pino.destination({ fd: 2, sync: false }),
  );
}
