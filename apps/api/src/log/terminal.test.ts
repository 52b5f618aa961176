import { expect, it } from 'vitest';
import { createLog } from './logger.ts';
import { terminalLine } from './terminal.ts';

function shown(level: 'info' | 'error', facts: object, message: string): string {
  let line = '';
  createLog('info', [], { write: (text) => void (line += terminalLine(text)) })[level](facts, message);
  return line;
}

it('is a short line in words, with how many of a list', () => {
  const migrations = Array.from({ length: 13 }, (_, index) => `00${index}-a-rather-long-name`);
  expect(shown('info', { migrations }, 'database migrated')).toMatch(
    /^\d\d:\d\d:\d\d database migrated \(13 migrations\)\n$/,
  );
});

it('names the level of what went wrong, and the reason; nothing in it is a command to the terminal', () => {
  const line = shown(
    'error',
    { error: new Error('no\u001b[2J answer\nat all'), runId: 'x'.repeat(500) },
    'a run failed',
  );
  expect(line).toContain('error: a run failed (no [2J answer at all, runId xxx');
  expect(line.length).toBeLessThan(200);
});
