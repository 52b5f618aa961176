import { describe, expect, it } from 'vitest';
import { ModelError, type LanguageModelProvider, type ModelEvent } from '../../ports/language-model.ts';
import { collect, never, request, textIn } from './language-model.contract.ts';
import { withRetries } from './with-retries.ts';

type Attempt = readonly (ModelEvent | Error)[];

const hello: ModelEvent = { type: 'text', delta: 'Hello' };
const busy = new ModelError('PROVIDER_UNAVAILABLE', 'Busy.', { isTransient: true });
const limited = (retryAfterMs: number): ModelError =>
  new ModelError('PROVIDER_RATE_LIMITED', 'Wait.', { isTransient: true, retryAfterMs });

/** A provider whose attempts go as given, with the waits between them on record. */
function retrying(...attempts: Attempt[]): { provider: LanguageModelProvider; waits: number[]; count: () => number } {
  const waits: number[] = [];
  let count = 0;
  const flaky: LanguageModelProvider = {
    id: 'flaky',
    label: 'Flaky',
    isLocal: false,
    unavailableReason: 'It is flaky.',
    listModels: async () => [{ name: 'm' }],
    async *stream() {
      const attempt = attempts[count] ?? [];
      count += 1;
      for (const step of attempt) {
        if (step instanceof Error) throw step;
        yield step;
      }
    },
  };
  const sleep = async (ms: number, signal: AbortSignal): Promise<void> => {
    waits.push(ms);
    signal.throwIfAborted();
  };
  return { provider: withRetries(flaky, { sleep, random: () => 1 }), waits, count: () => count };
}

const ask = (provider: LanguageModelProvider, signal = never()): Promise<ModelEvent[]> =>
  collect(provider.stream(request('m', 'Hi', { signal })));

describe('withRetries', () => {
  it('asks again after a failure for the moment, twice, waiting longer each time', async () => {
    const { provider, waits } = retrying([busy], [busy], [hello]);
    expect(textIn(await ask(provider))).toBe('Hello');
    expect(waits).toEqual([300, 600]);
  });

  it('gives up after two retries', async () => {
    const { provider, count } = retrying([busy], [busy], [busy], [hello]);
    await expect(ask(provider)).rejects.toBe(busy);
    expect(count()).toBe(3);
  });

  it('never asks again after the first event', async () => {
    const { provider, count } = retrying([hello, busy], [hello]);
    await expect(ask(provider)).rejects.toBe(busy);
    expect(count()).toBe(1);
  });

  it.each([
    ['for good', new ModelError('PROVIDER_AUTH', 'No.')],
    ['by a time-out', new ModelError('PROVIDER_TIMEOUT', 'Slow.', { isTransient: true })],
    ['with a longer wait than anybody has', limited(10_001)],
    ['in a way that is not the provider’s', new TypeError('Bug.')],
  ])('does not ask again when it failed %s', async (_name, error) => {
    const { provider, count } = retrying([error], [hello]);
    await expect(ask(provider)).rejects.toBe(error);
    expect(count()).toBe(1);
  });

  it('waits at least as long as the provider asks for', async () => {
    const { provider, waits } = retrying([limited(2_000)], [limited(9_900)], [hello]);
    await ask(provider);
    expect(waits).toEqual([2_300, 10_000]);
  });

  it('stops waiting when aborted', async () => {
    const reason = new Error('Stopped.');
    const { provider, count } = retrying([busy], [hello]);
    await expect(ask(provider, AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(count()).toBe(1);
  });

  it('is the provider in everything else', async () => {
    const { provider } = retrying();
    expect(provider).toMatchObject({ id: 'flaky', label: 'Flaky', isLocal: false, unavailableReason: 'It is flaky.' });
    await expect(provider.listModels(never())).resolves.toEqual([{ name: 'm' }]);
  });
});
