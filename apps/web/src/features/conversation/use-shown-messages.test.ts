import { expect, test } from 'vitest';
import { computed, shallowRef } from 'vue';
import type { Message } from '../messages/index.ts';
import { useShownMessages } from './use-shown-messages.ts';

function setUp(count: number) {
  const make = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, index) => ({ id: String(from + index) }) as Message);
  const loaded = shallowRef(make(100 - count, 100));
  const hasOlder = shallowRef(true);
  const shownMessages = useShownMessages({
    messages: computed(() => loaded.value),
    hasOlder,
    loadOlder: async () => {
      loaded.value = [...make(0, 100 - count), ...loaded.value];
      hasOlder.value = false;
    },
  });
  const edges = () => [shownMessages.shown.value[0]?.id, shownMessages.shown.value.at(-1)?.id];
  return { ...shownMessages, loaded, edges };
}

test('the newest are drawn, then a few older ones at a time, loaded where they are not', async () => {
  const { edges, showOlder, hasMore, loaded } = setUp(30);
  expect(edges()).toEqual(['76', '99']);
  await showOlder();
  expect(edges()).toEqual(['70', '99']);
  await showOlder();
  expect(edges()).toEqual(['64', '99']);
  loaded.value = [...loaded.value, { id: '100' } as Message];
  expect(edges()).toEqual(['64', '100']);
  while (hasMore.value) await showOlder();
  expect(edges()).toEqual(['0', '100']);
});

test('a message that is looked for is drawn, with all that follow', () => {
  const { edges, showMessage } = setUp(100);
  showMessage('10');
  expect(edges()).toEqual(['10', '99']);
  showMessage('50');
  expect(edges()).toEqual(['10', '99']);
});

test('of another branch, its newest are drawn', async () => {
  const { edges, showOlder, loaded } = setUp(30);
  await showOlder();
  loaded.value = [{ id: 'a' } as Message, { id: 'b' } as Message];
  expect(edges()).toEqual(['a', 'b']);
});
