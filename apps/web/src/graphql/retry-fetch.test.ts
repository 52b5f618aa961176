import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createRetryFetch } from './retry-fetch.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const limits = [10_000, 20_000];
const rejection = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));

/** A network of which the first requests vanish. */
function networkThatLoses(lost: number) {
  return vi.fn<typeof fetch>((_url, options) =>
    lost-- > 0 ? rejection(options!.signal!) : Promise.resolve(new Response('here')),
  );
}

test('an answer that comes is handed on', async () => {
  const send = networkThatLoses(0);
  expect(await (await createRetryFetch(limits, send)('/graphql')).text()).toBe('here');
  expect(vi.getTimerCount()).toBe(0);
});

test('a request that vanished is sent again', async () => {
  const send = networkThatLoses(1);
  const reading = createRetryFetch(limits, send)('/graphql', { method: 'POST', body: 'query' });
  await vi.advanceTimersByTimeAsync(limits[0]!);
  expect(await (await reading).text()).toBe('here');
  expect(send.mock.calls.map(([, options]) => options?.body)).toEqual(['query', 'query']);
});

test('it fails when the second one vanishes as well', async () => {
  const failure = createRetryFetch(limits, networkThatLoses(2))('/graphql').catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(limits[0]! + limits[1]!);
  expect(await failure).toMatchObject({ name: 'TimeoutError' });
});

test('who no longer wants the answer does not wait, and nothing is sent again', async () => {
  const send = networkThatLoses(2);
  const caller = new AbortController();
  const failure = createRetryFetch(limits, send)('/graphql', { signal: caller.signal }).catch(
    (error: unknown) => error,
  );
  caller.abort();
  expect(await failure).toMatchObject({ name: 'AbortError' });
  expect(send).toHaveBeenCalledTimes(1);
});

test('a server that refuses is not asked again', async () => {
  const send = vi.fn<typeof fetch>(() => Promise.reject(new TypeError('refused')));
  await expect(createRetryFetch(limits, send)('/graphql')).rejects.toThrow('refused');
  expect(send).toHaveBeenCalledTimes(1);
});
