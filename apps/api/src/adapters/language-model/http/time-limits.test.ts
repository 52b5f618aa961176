import type { Dispatcher } from 'undici';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ChatCompletionDecoder } from '../chat-completions/chat-completion-stream.ts';
import { collect, never, textIn } from '../language-model.contract.ts';
import { streamAnswer } from './answer-stream.ts';
import { defaultTimeouts } from './http-transport.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

const second = 1_000;
const ping = ': ping\n\n';
const role = 'data: {"choices":[{"delta":{"role":"assistant","content":""}}]}\n\n';
const hidden = 'data: {"choices":[{"delta":{"reasoning_details":[{"type":"reasoning.encrypted","data":"x"}]}}]}\n\n';
const token = 'data: {"choices":[{"delta":{"content":"a"}}]}\n\n';
const stop = 'data: {"choices":[{"delta":{},"finish_reason":"stop"}]}\n\n';
const tokenAndStop = 'data: {"choices":[{"delta":{"content":"a"},"finish_reason":"stop"}]}\n\n';

/** What becomes of an answer of which this comes, each after so many seconds, and then nothing more. */
async function outcomeOf(steps: readonly [number, string][], mayLoad = false): Promise<string> {
  let handler: Dispatcher.DispatchHandler | undefined;
  const agent = { dispatch: (_options: unknown, given: Dispatcher.DispatchHandler) => (handler = given) };
  const provider = { label: 'Test', urlSetting: 'TEST_URL' };
  const order = { provider, url: 'http://test/v1', headers: {}, body: '{}', signal: never(), mayLoad };
  const transport = { agent: agent as unknown as Dispatcher, timeouts: defaultTimeouts };
  const stream = streamAnswer(transport, order, new ChatCompletionDecoder(provider));
  const outcome = collect(stream).then(
    (events) => `said ${textIn(events)}`,
    (error: Error) => error.message.replace(/^Test (.*?)\..*/, '$1'),
  );
  const controller = { paused: false, abort: () => {}, pause: () => {}, resume: () => {} };
  handler!.onResponseStart?.(controller as never, 200, {}, 'OK');
  for (const [after, text] of steps) {
    vi.advanceTimersByTime(after * second);
    handler!.onResponseData?.(controller as never, Buffer.from(text));
    await Promise.resolve();
  }
  vi.advanceTimersByTime(1_000 * second);
  return outcome;
}

const times = (count: number, step: [number, string]): [number, string][] => Array.from({ length: count }, () => step);

it.each<[string, [number, string][], boolean, string]>([
  ['nothing at all', [], false, 'did not begin to answer within 60 s'],
  [
    'nothing at all from a server that may load',
    [
      [299, token],
      [0, stop],
    ],
    true,
    'said a',
  ],
  ['too long nothing from such a server', [[301, token]], true, 'did not begin to answer within 300 s'],
  ['pings', [...times(10, [50, ping]), [50, token], [0, stop]], false, 'said a'],
  ['a role and empty deltas', [...times(10, [50, role]), [50, token], [0, stop]], false, 'said a'],
  ['pings for ever', times(40, [50, ping]), false, 'did not begin to answer within 900 s'],
  ['nothing behind a token', [[1, token]], false, 'did not go on within 30 s'],
  ['pings behind a token', [[1, token], ...times(10, [25, ping]), [25, token], [0, stop]], false, 'said aa'],
  ['pings for ever behind a token', [[1, token], ...times(60, [25, ping])], false, 'did not go on within 900 s'],
  ['hidden thoughts for longer than pings may', [...times(40, [25, hidden]), [25, token], [0, stop]], false, 'said a'],
  ['pings behind the reason to stop', [[1, token], [0, stop], ...times(10, [1, ping])], false, 'said a'],
  [
    'nothing behind the last words and the reason to stop',
    [
      [1, token + stop],
      [4, token],
    ],
    false,
    'said a',
  ],
  ['a reason along with every token', [...times(3, [20, tokenAndStop]), [20, 'data: [DONE]\n\n']], false, 'said aaa'],
])('waits rightly for %s', async (_name, steps, mayLoad, outcome) => {
  expect(await outcomeOf(steps, mayLoad)).toBe(outcome);
});
