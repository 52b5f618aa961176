import { expect, test } from 'vitest';
import { shortcutOf } from './shortcuts.ts';

const none = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, code: '' };

test.each([
  ['palette', { ...none, key: 'k', ctrlKey: true }],
  ['palette', { ...none, key: 'k', metaKey: true }],
  ['palette', { ...none, key: 'л', code: 'KeyK', ctrlKey: true }],
  ['new-chat', { ...none, key: 'O', ctrlKey: true, shiftKey: true }],
  ['sidebar', { ...none, key: 'S', metaKey: true, shiftKey: true }],
  ['shortcuts', { ...none, key: '/', ctrlKey: true }],
  // On a German keyboard the slash is Shift+7.
  ['shortcuts', { ...none, key: '/', code: 'Digit7', ctrlKey: true, shiftKey: true }],
] as const)('%s', (id, press) => {
  expect(shortcutOf(press)).toBe(id);
});

test.each([
  { ...none, key: 'k' },
  { ...none, key: 'k', ctrlKey: true, shiftKey: true },
  { ...none, key: 'o', ctrlKey: true },
  { ...none, key: 'k', ctrlKey: true, altKey: true },
  { ...none, key: 'k', ctrlKey: true, metaKey: true },
])('leaves other keys to the page and the browser: %j', (press) => {
  expect(shortcutOf(press)).toBeUndefined();
});
