import { describe, expect, it } from 'vitest';
import { isRefusal, markAway } from './database-away.ts';

const withCode = (code: string): Error => Object.assign(new Error('From the database.'), { code });

describe('a refusal of the database', () => {
  it.each([
    ['a number that is too large', withCode('22003')],
    ['a constraint', withCode('23514')],
    ['a trigger', withCode('P0001')],
    ['a row that is too large', withCode('54000')],
    ['a message that breaks the protocol', withCode('08P01')],
    ['a fault of ours', new TypeError('undefined is not a function')],
  ])('is %s, also when it is wrapped', (_what, error) => {
    expect(isRefusal(error)).toBe(true);
    expect(isRefusal(new Error('Wrapped.', { cause: error }))).toBe(true);
  });

  it.each([
    ['a connection that failed', markAway(new Error('gone'))],
    ['a lock', withCode('55P03')],
    ['a full disk', withCode('53100')],
    ['a full disk of the embedded database', withCode('ENOSPC')],
    ['a disk that fails', withCode('58030')],
    ['a database that only reads for now', withCode('25006')],
  ])('is not %s', (_what, error) => {
    expect(isRefusal(error)).toBe(false);
    expect(isRefusal(new Error('Wrapped.', { cause: error }))).toBe(false);
  });
});
