import { expect, test } from 'vitest';
import { navPages } from '../../nav.ts';
import { builtInExamples, greetingAt } from './start-page.ts';

test.each([
  [9, { displayName: 'Ada Lovelace', email: 'ada@example.org' }, 'Good morning, Ada'],
  [20, { displayName: 'Bob', email: 'bob@example.org' }, 'Good evening'],
  [20, { displayName: 'bob.smith', email: 'bob.smith@example.org' }, 'Good evening'],
  [14, null, 'Good afternoon'],
])('at %i o’clock %o is greeted with %s', (hour, viewer, greeting) => {
  expect(greetingAt(hour, viewer)).toBe(greeting);
});

test('each page that an example opens is there', () => {
  const paths = builtInExamples().flatMap(({ path }) => path ?? []);
  expect(paths.map((path) => navPages.find((page) => page.path === path)?.label())).toEqual([
    'Documents',
    'Data viewer',
  ]);
});
