import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { computed, effectScope, nextTick, shallowRef } from 'vue';
import { setSocketState } from '../../graphql/connection.ts';
import { useConversationSync } from './use-conversation-sync.ts';

let stop: () => void;
beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  stop();
  vi.useRealTimers();
});

/** A tab that shows a branch, and what the server says of the conversation. */
function setUp(shown: readonly string[], chosenLeaf: string | null = null) {
  const known = shallowRef<{ activeLeaf: { id: string } | null; messageCount: number } | null>(null);
  const ids = shallowRef(shown);
  const leafId = shallowRef(chosenLeaf);
  const failure = shallowRef<{ code: string; message: string; field: undefined; retryAfter: undefined } | null>(null);
  const calls = {
    check: vi.fn<() => Promise<void>>(async () => undefined),
    reload: vi.fn<() => Promise<void>>(async () => undefined),
    readActive: vi.fn<() => Promise<readonly string[]>>(async () => []),
    showActive: vi.fn<() => void>(),
  };
  const scope = effectScope();
  scope.run(() =>
    useConversationSync({
      session: computed(() => known.value),
      messages: computed(() => ids.value.map((id) => ({ id }))),
      leafId: computed(() => leafId.value),
      failure: computed(() => failure.value),
      ...calls,
    }),
  );
  stop = () => scope.stop();
  const settle = async () => {
    await nextTick();
    await vi.advanceTimersByTimeAsync(1_000);
  };
  const tell = async (leaf: string | null, messageCount: number) => {
    known.value = { activeLeaf: leaf === null ? null : { id: leaf }, messageCount };
    await settle();
  };
  const reconnect = async () => {
    setSocketState('lost');
    setSocketState('open');
    await settle();
  };
  return { ...calls, ids, leafId, failure, tell, settle, reconnect };
}

test('what the conversation ends with is read when it is not what is shown', async () => {
  const { reload, tell } = setUp(['q1', 'a1']);
  await tell('a1', 2);
  expect(reload).not.toHaveBeenCalled();
  await tell('a2', 4);
  expect(reload).toHaveBeenCalledTimes(1);
});

test('what this tab asked itself is not read again', async () => {
  const { reload, tell, ids } = setUp(['q1', 'a1']);
  const told = tell('a2', 4);
  ids.value = ['q1', 'a1', 'q2', 'a2'];
  await told;
  expect(reload).not.toHaveBeenCalled();
});

test('a message that was deleted leaves, wherever it stood', async () => {
  const { reload, tell } = setUp(['q1', 'a1']);
  await tell('a1', 3);
  await tell('a1', 2);
  expect(reload).toHaveBeenCalledTimes(1);
  await tell(null, 0);
  expect(reload).toHaveBeenCalledTimes(2);
});

test('a connection that came back checks, and reads what failed to be read before', async () => {
  const { check, reload, tell, reconnect } = setUp(['q1', 'a1']);
  await tell('a2', 4);
  await reconnect();
  expect(check).toHaveBeenCalledTimes(1);
  expect(reload).toHaveBeenCalledTimes(2);
});

test('an older version that was chosen stays', async () => {
  const { reload, readActive, showActive, tell } = setUp(['q1', 'a1'], 'a1');
  readActive.mockResolvedValue(['q1', 'a1b', 'q2', 'a2']);
  await tell('a2', 5);
  expect(reload).not.toHaveBeenCalled();
  expect(showActive).not.toHaveBeenCalled();
});

test('where somebody went on below the chosen version, that is shown', async () => {
  const { readActive, showActive, tell } = setUp(['q1', 'a1'], 'a1');
  readActive.mockResolvedValue(['q1', 'a1', 'q2', 'a2']);
  await tell('a2', 5);
  expect(showActive).toHaveBeenCalledTimes(1);
});

test('a chosen version that is gone makes room for the active branch', async () => {
  const { failure, showActive, settle } = setUp(['q1', 'a1'], 'a1');
  failure.value = { code: 'NOT_FOUND', message: 'Message not found.', field: undefined, retryAfter: undefined };
  await settle();
  expect(showActive).toHaveBeenCalledTimes(1);
});
