import { expect, test } from 'vitest';
import { safeNextPath } from './next-path.ts';

test.each(['/', '/c/0198?leaf=1#end', '/settings'])('keeps a path of the app: %s', (path) => {
  expect(safeNextPath(path)).toBe(path);
});

test.each([
  'https://evil.example/',
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  '/.//evil.example',
  '/a/..//evil.example',
  'javascript:alert(1)',
  'c/1',
  '',
  undefined,
  ['/c/1', '/c/2'],
])('goes to the start page instead of %j', (next) => {
  expect(safeNextPath(next)).toBe('/');
});

test.each(['/sign-in', '/sign-up?next=%2Fsettings'])('does not lead back to %s', (path) => {
  expect(safeNextPath(path)).toBe('/');
});
