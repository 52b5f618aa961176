import { format } from 'node:util';
import type { Log } from '../kernel/log.ts';

const methods = ['debug', 'error', 'info', 'log', 'trace', 'warn'] as const;

/**
 * Has what a library writes to the console, and the warnings of Node, written as lines of the log: every line of
 * standard error is JSON then, and short.
 */
export function logConsole(log: Log): void {
  for (const method of methods) {
    console[method] = (...words: unknown[]) =>
      log.warn({ text: format(...words).slice(0, 2_000) }, 'a library wrote to the console');
  }
  process.removeAllListeners('warning');
  process.on('warning', ({ name, message }) => log.warn({ name, text: message }, 'Node warned'));
}
