import { expect, test } from 'vitest';
import { effectScope, nextTick, shallowRef } from 'vue';
import type { Draft } from './drafts.ts';
import { useQueue } from './use-queue.ts';

const draft = (messageId: string, text: string): Draft => ({ messageId, text, files: [] });

function setUp() {
  const isBusy = shallowRef(true);
  const sent: string[] = [];
  let left: readonly Draft[] = [];
  const state = { mayGoOn: true };
  const scope = effectScope();
  const queue = scope.run(() =>
    useQueue({
      isBusy,
      mayGoOn: () => state.mayGoOn,
      send: ({ text }) => sent.push(text),
      onLeft: (waiting) => (left = waiting),
    }),
  )!;
  return { isBusy, sent, state, queue, leave: () => (scope.stop(), left.map(({ text }) => text)) };
}

test('a waiting question is sent when the answer has ended, one for each', async () => {
  const { isBusy, sent, queue } = setUp();
  queue.add(draft('1', 'one'));
  queue.add(draft('2', 'two'));
  isBusy.value = false;
  await nextTick();
  expect(sent).toEqual(['one']);
  isBusy.value = true;
  await nextTick();
  isBusy.value = false;
  await nextTick();
  expect(sent).toEqual(['one', 'two']);
});

test('after a failure it waits for the reader', async () => {
  const { isBusy, sent, state, queue } = setUp();
  queue.add(draft('1', 'one'));
  state.mayGoOn = false;
  isBusy.value = false;
  await nextTick();
  expect(sent).toEqual([]);
  queue.sendNext();
  expect(sent).toEqual(['one']);
});

test('it can be taken out, and is not lost when the conversation is left', () => {
  const { queue, leave } = setUp();
  queue.add(draft('1', 'one'));
  queue.add(draft('2', 'two'));
  expect(queue.remove('1')?.text).toBe('one');
  expect(leave()).toEqual(['two']);
});
