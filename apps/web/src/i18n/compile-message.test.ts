import { expect, test } from 'vitest';
import { defineMessages } from './messages.ts';

const t = defineMessages('test', {
  plain: 'Plain',
  named: 'From {from} to {to}',
  files: '1 file | {count} files of {name}',
  hostile: '{text}',
});

test('a message is shown with its values, numbers as the language writes them', () => {
  expect(t('plain')).toBe('Plain');
  expect(t('named', { from: 1, to: 12_345 })).toBe('From 1 to 12,345');
});

test.each([
  [0, '0 files of x'],
  [1, '1 file'],
  [2, '2 files of x'],
])('the form for %i', (count, text) => {
  expect(t('files', { count, name: 'x' })).toBe(text);
});

test('a value is text, whatever is in it', () => {
  expect(t('hostile', { text: '{named} @:test.plain | <b>' })).toBe('{named} @:test.plain | <b>');
});
