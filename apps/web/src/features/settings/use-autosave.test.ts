import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { effectScope } from 'vue';
import { useAutosave } from './use-autosave.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A form of one field, and a server that answers when it is told to. */
function createForm() {
  const form = { typed: '', saved: '' };
  const requests: { text: string; answer: (isRefused?: boolean) => Promise<void> }[] = [];
  const failures: boolean[] = [];
  const scope = effectScope();
  const autosave = scope.run(() =>
    useAutosave({
      read: () => (form.typed === form.saved ? null : form.typed),
      save: (text) =>
        new Promise<void>((resolve, reject) => {
          const answer = async (isRefused = false): Promise<void> => {
            if (isRefused) reject(new Error('refused'));
            else resolve(void (form.saved = text));
            await vi.advanceTimersByTimeAsync(0);
          };
          requests.push({ text, answer });
        }),
      onFailure: (_error, isShown) => failures.push(isShown),
    }),
  )!;
  const type = (text: string): void => {
    form.typed = text;
    autosave.schedule();
  };
  return { ...autosave, requests, failures, scope, type };
}

test('what is typed is saved once, after a pause', async () => {
  const { type, requests, state } = createForm();
  type('a');
  await vi.advanceTimersByTimeAsync(400);
  type('ab');
  await vi.advanceTimersByTimeAsync(400);
  expect([requests.length, state.value]).toEqual([0, 'waiting']);
  await vi.advanceTimersByTimeAsync(400);
  expect([requests.map(({ text }) => text), state.value]).toEqual([['ab'], 'saving']);
  await requests[0]!.answer();
  expect(state.value).toBe('saved');
});

test('what is typed while a request is under way is saved after it, not beside it', async () => {
  const { type, requests, state } = createForm();
  type('a');
  await vi.runOnlyPendingTimersAsync();
  type('ab');
  await vi.runOnlyPendingTimersAsync();
  expect(requests).toHaveLength(1);
  await requests[0]!.answer();
  expect(requests.map(({ text }) => text)).toEqual(['a', 'ab']);
  await requests[1]!.answer();
  expect(state.value).toBe('saved');
});

test('what waits is saved when the form is left, and a failure is still told', async () => {
  const { type, requests, failures, scope } = createForm();
  type('a');
  scope.stop();
  expect(requests.map(({ text }) => text)).toEqual(['a']);
  await requests[0]!.answer(true);
  expect(failures).toEqual([false]);
});

test('a change taken back before the pause is over asks nothing, and a failure can be tried again', async () => {
  const { type, flush, requests, state } = createForm();
  type('a');
  type('');
  await vi.runOnlyPendingTimersAsync();
  expect([requests.length, state.value]).toEqual([0, 'idle']);
  type('b');
  await vi.runOnlyPendingTimersAsync();
  await requests[0]!.answer(true);
  expect(state.value).toBe('failed');
  void flush();
  await requests[1]!.answer();
  expect(state.value).toBe('saved');
});
