// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from 'vitest';
import { effectScope, nextTick, shallowRef } from 'vue';
import type { Draft } from './drafts.ts';

const draft = (messageId: string, text: string): Draft => ({ messageId, text, files: [] });

beforeEach(() => {
  localStorage.clear();
  vi.resetModules();
});

/** A page that shows a conversation; `reload` throws away all that it has in memory. */
async function setUp(sessionId: string | null = 's1') {
  const { useQueue } = await import('./use-queue.ts');
  const pendingMessages = await import('./pending-messages.ts');
  const isBusy = shallowRef(true);
  const viewer = shallowRef('u1');
  const session = shallowRef(sessionId);
  const sent: string[] = [];
  const state = { mayGoOn: true };
  const scope = effectScope();
  const queue = scope.run(() =>
    useQueue({
      viewerId: () => viewer.value,
      sessionId: () => session.value,
      isBusy,
      mayGoOn: () => state.mayGoOn,
      send: ({ messageId, text }) => {
        sent.push(text);
        pendingMessages.removePending(messageId);
      },
    }),
  )!;
  const texts = () => queue.queue.value.map(({ text }) => text);
  const reload = () => {
    scope.stop();
    vi.resetModules();
    return setUp(session.value);
  };
  return { isBusy, viewer, session, sent, state, queue, pendingMessages, texts, reload, leave: () => scope.stop() };
}

test('a waiting question is sent when the answer has ended, one for each', async () => {
  const { isBusy, sent, queue } = await setUp();
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
  const { isBusy, sent, state, queue } = await setUp();
  queue.add(draft('1', 'one'));
  state.mayGoOn = false;
  isBusy.value = false;
  await nextTick();
  expect(sent).toEqual([]);
  queue.sendNext();
  expect(sent).toEqual(['one']);
});

test('it can be taken out, and still waits when the conversation was left', async () => {
  const { queue, leave } = await setUp();
  queue.add(draft('1', 'one'));
  queue.add(draft('2', 'two'));
  expect(queue.remove('1')?.text).toBe('one');
  leave();
  expect((await setUp()).texts()).toEqual(['two']);
});

test('a reload keeps what waits, in its order, and the id of each; what was sent is gone', async () => {
  const page = await setUp();
  for (const text of ['one', 'two', 'three']) page.queue.add(draft(text, text));
  page.pendingMessages.removePending('one');
  const again = await page.reload();
  expect(again.texts()).toEqual(['two', 'three']);
  expect(again.queue.queue.value[0]).toEqual(draft('two', 'two'));
});

test('a question on its way does not wait, and is there again after a crash', async () => {
  const page = await setUp();
  page.pendingMessages.savePending({
    viewerId: 'u1',
    sessionId: 's1',
    question: draft('1', 'one'),
    askedAt: 1,
    isSending: true,
  });
  expect(page.texts()).toEqual([]);
  expect((await page.reload()).texts()).toEqual(['one']);
});

test('what waits for a new conversation goes along when that gets its address', async () => {
  const page = await setUp(null);
  page.queue.add(draft('1', 'one'));
  page.session.value = 's1';
  expect(page.texts()).toEqual(['one']);
  expect((await page.reload()).texts()).toEqual(['one']);
  expect((await setUp(null)).texts()).toEqual([]);
});

test('it is kept for whom it belongs to when the session of the account ends', async () => {
  const page = await setUp();
  page.queue.add(draft('1', 'one'));
  page.viewer.value = '';
  page.leave();
  expect(Object.keys(localStorage)).toEqual(['parley:typed:pending:u1:s1:1']);
  page.viewer.value = 'u2';
  expect(page.texts()).toEqual([]);
});

test('what another tab has sent, or dropped, is not sent from here', async () => {
  const { queue, texts } = await setUp();
  queue.add(draft('1', 'one'));
  queue.add(draft('2', 'two'));
  dispatchEvent(new StorageEvent('storage', { key: 'parley:typed:pending:u1:s1:1', newValue: null }));
  expect(texts()).toEqual(['two']);
});
