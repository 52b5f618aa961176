import { expect, it } from 'vitest';
import { silentLog } from '../../kernel/log.ts';
import { logFailure } from './log-failure.ts';

type Line = [level: string, facts: object, message: string];

function recorded() {
  const lines: Line[] = [];
  const log = {
    ...silentLog,
    warn: (facts: object, message: string) => void lines.push(['warn', facts, message]),
    error: (facts: object, message: string) => void lines.push(['error', facts, message]),
  };
  return { lines, log };
}

it.each([
  ['a lock', '55P03'],
  ['a full disk', '53100'],
  ['a database that is away', '57P01'],
])('warns of %s without a stack', (_what, code) => {
  const { lines, log } = recorded();
  logFailure(log, { runId: '1' }, new Error('Wrapped.', { cause: Object.assign(new Error('why'), { code }) }), 'late');
  expect(lines).toEqual([['warn', { runId: '1', reason: 'why', code }, 'late']]);
});

it('reports everything else with the error', () => {
  const { lines, log } = recorded();
  const error = new TypeError('undefined is not a function');
  logFailure(log, {}, error, 'late');
  expect(lines).toEqual([['error', { error }, 'late']]);
});
