import { expect, test } from 'vitest';
import { fileKind, formatSize, fileProblem } from './file-kinds.ts';

test('the kind is told by the end of the name, whatever its case', () => {
  expect(fileKind('Report.Final.PDF').label()).toBe('PDF');
  expect(fileKind('data.json').isData).toBe(true);
  expect(fileKind('constructor').label()).toBe('File');
  expect(fileKind('x.__proto__').label()).toBe('File');
});

test('what the server would refuse in any case is not sent', () => {
  expect(fileProblem({ name: 'photo.png', size: 10 }, null)?.code).toBe('FILE_TYPE_NOT_ALLOWED');
  expect(fileProblem({ name: 'a.constructor', size: 10 }, null)?.code).toBe('FILE_TYPE_NOT_ALLOWED');
  expect(fileProblem({ name: 'empty.txt', size: 0 }, null)?.code).toBe('FILE_EMPTY');
  expect(fileProblem({ name: 'notes.md', size: 10 }, null)).toBeNull();
  expect(fileProblem({ name: 'notes.md', size: 10 }, 10)).toBeNull();
  expect(fileProblem({ name: 'notes.md', size: 2 * 1024 ** 2 }, 1024 ** 2)).toMatchObject({
    code: 'FILE_TOO_LARGE',
    message: expect.stringContaining('has 2 MB; the limit is 1 MB'),
  });
});

test('sizes in steps of 1,024, and never four digits', () => {
  expect([0, 999, 1023, 1024, 1536, 30 * 1024 ** 2, 1000 * 1024 ** 2, 5 * 1024 ** 3].map(formatSize)).toEqual([
    '0 B',
    '999 B',
    '1 KB',
    '1 KB',
    '1.5 KB',
    '30 MB',
    '1 GB',
    '5 GB',
  ]);
});
