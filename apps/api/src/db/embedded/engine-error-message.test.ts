import { expect, it } from 'vitest';
import { engineError } from './engine-error-message.ts';

it('says what the file system of the engine says by a number', () => {
  expect(engineError({ name: 'ErrnoError', errno: 51 }, '/data/postgres').message).toBe(
    'The embedded database in /data/postgres cannot work. ENOSPC: the disk of DATA_DIR is full.',
  );
  expect(engineError({ errno: 999 }, '/data/postgres').message).toContain('error 999');
});

it('leaves errors as they are, and is one whatever was thrown', () => {
  const error = new Error('as it is');
  expect(engineError(error, undefined)).toBe(error);
  expect(engineError(null, undefined).message).toBe('null');
});
