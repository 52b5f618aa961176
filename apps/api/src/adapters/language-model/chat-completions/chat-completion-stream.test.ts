import { describe, expect, it } from 'vitest';
import type { ModelEvent } from '../../../ports/language-model.ts';
import { EventQueue } from '../http/event-queue.ts';
import { ChatCompletionDecoder } from './chat-completion-stream.ts';

/** The events of a stream of these chunks, texts taken one chunk at a time. */
function decode(...chunks: readonly unknown[]): ModelEvent[] {
  const queue = new EventQueue();
  const decoder = new ChatCompletionDecoder({ label: 'Test', urlSetting: 'TEST_URL' });
  const events: ModelEvent[] = [];
  const drain = (): void => {
    for (let event = queue.take(); event !== undefined; event = queue.take()) events.push(event);
  };
  for (const chunk of chunks) {
    decoder.data(typeof chunk === 'string' ? chunk : JSON.stringify(chunk), queue);
    drain();
  }
  decoder.finish(queue);
  drain();
  return events;
}

const delta = (fields: object, extra: object = {}): object => ({ choices: [{ index: 0, delta: fields, ...extra }] });
const stop = delta({}, { finish_reason: 'stop' });
const usage = { prompt_tokens: 3, completion_tokens: 4 };
const finish = { type: 'finish', reason: 'stop', usage: { promptTokens: 3, completionTokens: 4 } };

describe('ChatCompletionDecoder', () => {
  it.each([
    ['in a chunk of its own', [stop, { choices: [], usage }]],
    ['in a chunk without choices', [stop, { usage }]],
    ['beside the last choice', [{ ...stop, usage }]],
    ['in the field of Groq', [{ ...stop, x_groq: { id: 'r', usage } }]],
    [
      'growing with every chunk',
      [
        { ...delta({ content: '' }), usage: { prompt_tokens: 3, completion_tokens: 1 } },
        { ...stop, usage },
      ],
    ],
  ])('finds usage %s', (_name, chunks) => {
    expect(decode(...chunks, '[DONE]')).toEqual([finish]);
  });

  it('finds how much of the completion is thoughts', () => {
    const reported = { ...usage, completion_tokens_details: { reasoning_tokens: 3 } };
    const found = { ...finish, usage: { ...finish.usage, reasoningTokens: 3 } };
    expect(decode({ ...stop, usage: reported }, '[DONE]')).toEqual([found]);
  });

  it.each([
    [null],
    ['many'],
    [{}],
    [{ prompt_tokens: -1, completion_tokens: 2 }],
    [{ prompt_tokens: '3', completion_tokens: 4 }],
    [{ prompt_tokens: 5.5, completion_tokens: 4 }],
    [{ prompt_tokens: 3e9, completion_tokens: Number.MAX_SAFE_INTEGER }],
    [{ prompt_tokens: 3, completion_tokens: 2_147_483_648 }],
    [{ prompt_tokens: 2_147_483_647, completion_tokens: 2_147_483_647 }],
  ])('reports no usage for %j', (reported) => {
    expect(decode({ ...stop, usage: reported })).toEqual([{ type: 'finish', reason: 'stop', usage: null }]);
  });

  it('does not take a total on the way for the last one when that is nonsense', () => {
    const growing = { ...delta({ content: '' }), usage };
    const last = { ...stop, usage: { prompt_tokens: 3, completion_tokens: 1e12 } };
    expect(decode(growing, last)).toEqual([{ ...finish, usage: null }]);
    expect(decode(growing, { ...stop, usage: {} })).toEqual([finish]);
  });

  it('does not believe in more thoughts than there can be', () => {
    const reported = { ...usage, completion_tokens_details: { reasoning_tokens: 1e12 } };
    expect(decode({ ...stop, usage: reported })).toEqual([finish]);
  });

  it('reads reasoning under either name, typed pieces, and refusals', () => {
    const pieces = [
      { type: 'thinking', thinking: [{ type: 'text', text: 'c' }] },
      { type: 'text', text: 'd' },
    ];
    expect(
      decode(
        delta({ reasoning_content: 'a' }),
        delta({ reasoning: 'b' }),
        delta({ content: pieces }),
        delta({ refusal: 'e' }),
      ),
    ).toMatchObject([
      { type: 'reasoning', delta: 'a' },
      { type: 'reasoning', delta: 'b' },
      { type: 'reasoning', delta: 'c' },
      { type: 'text', delta: 'd' },
      { type: 'text', delta: 'e' },
      { type: 'finish' },
    ]);
  });

  it('puts tool calls together, also without index, without id, repeated, or all at once', () => {
    const call = (fields: object): object => delta({ tool_calls: [fields] });
    const names = (...chunks: object[]): unknown[] =>
      decode(...chunks).flatMap((event) =>
        event.type === 'toolCall' ? [[event.id, event.name, event.arguments]] : [],
      );
    expect(
      names(
        call({ index: 0, id: 'a', function: { name: 'x', arguments: '{"q"' } }),
        call({ index: 1, id: 'b', function: { name: 'y', arguments: '' } }),
        call({ index: 0, function: { arguments: ':1}' } }),
        call({ index: 1, function: { arguments: '{}' } }),
      ),
    ).toEqual([
      ['a', 'x', '{"q":1}'],
      ['b', 'y', '{}'],
    ]);
    expect(
      names(
        call({ index: 0, id: 'a', function: { name: 'x', arguments: '{}' } }),
        call({ index: 0, id: 'b', function: { name: 'y', arguments: { q: 1 } } }),
      ),
    ).toEqual([
      ['a', 'x', '{}'],
      ['b', 'y', '{"q":1}'],
    ]);
    expect(names(call({ function: { name: 'x', arguments: '{' } }), call({ function: { arguments: '}' } }))).toEqual([
      ['call_0', 'x', '{}'],
    ]);
  });

  it('reads the first of several alternatives only', () => {
    const two = {
      choices: [
        { index: 1, delta: { content: 'no' } },
        { index: 0, delta: { content: 'yes' } },
      ],
    };
    expect(decode(two, two)).toMatchObject([{ delta: 'yes' }, { delta: 'yes' }, { type: 'finish' }]);
  });

  it('ignores what it does not know, and shapes that make no sense', () => {
    const odd = ['null', '1', '[]', '"x"', '{}', '{"choices":null}', '{"choices":[null]}', '{"choices":[{"delta":7}]}'];
    const worse = [
      delta({ content: 7, tool_calls: [null, { function: 'x' }] }, { finish_reason: 3 }),
      { choices: [{ index: 0 }] },
    ];
    expect(decode(...odd, ...worse).filter((event) => event.type === 'text')).toEqual([]);
  });

  it('reads each text after the surroundings have become known', () => {
    const texts = ['a', 'b', '"', '\\', '\n', 'ü', '', 'z'];
    const events = decode(...texts.map((content) => delta({ content }, { finish_reason: null })), stop);
    expect(events.map((event) => (event.type === 'text' ? event.delta : ''))).toEqual([
      'a',
      'b',
      '"',
      '\\',
      '\n',
      'ü',
      'z',
      '',
    ]);
  });
});
