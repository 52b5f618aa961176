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

/** What is thought and said in a stream of these chunks. */
function saidIn(...chunks: readonly unknown[]): { thought: string; text: string } {
  const said = (type: 'text' | 'reasoning'): string =>
    decode(...chunks)
      .map((event) => (event.type === type ? event.delta : ''))
      .join('');
  return { thought: said('reasoning'), text: said('text') };
}

/** How it fails, if it does. */
function failureOf(...chunks: readonly unknown[]): unknown {
  try {
    decode(...chunks);
    return undefined;
  } catch (error) {
    return error;
  }
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
    [{ prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 }],
    [{ prompt_tokens: 0, completion_tokens: 4 }],
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

  it.each<[string, object, [number, number, number?]]>([
    [
      'beside the completion, as xAI does',
      {
        prompt_tokens: 10120,
        completion_tokens: 1499,
        total_tokens: 14428,
        completion_tokens_details: { reasoning_tokens: 2809 },
      },
      [10120, 4308, 2809],
    ],
    [
      'in the total alone, as Gemini does',
      { prompt_tokens: 10, completion_tokens: 20, total_tokens: 530 },
      [10, 520, 500],
    ],
    ['in the total alone, with no text', { prompt_tokens: 10, total_tokens: 510 }, [10, 500, 500]],
    [
      'in the completion, as OpenAI does',
      {
        prompt_tokens: 10,
        completion_tokens: 520,
        total_tokens: 530,
        completion_tokens_details: { reasoning_tokens: 500 },
      },
      [10, 520, 500],
    ],
    [
      'as more than all, without a total',
      { prompt_tokens: 10, completion_tokens: 20, reasoning_tokens: 500 },
      [10, 520, 500],
    ],
    [
      'as more than all, against the total',
      { prompt_tokens: 10, completion_tokens: 20, total_tokens: 30, reasoning_tokens: 500 },
      [10, 20],
    ],
    [
      'never, when the rest of the total was a prompt in the cache',
      { prompt_tokens: 10, completion_tokens: 20, total_tokens: 130, prompt_tokens_details: { cached_tokens: 100 } },
      [110, 20],
    ],
    [
      'never, when a cached prompt is counted apart by the names of Anthropic',
      { input_tokens: 10, output_tokens: 20, cache_read_input_tokens: 100, cache_creation_input_tokens: 5 },
      [115, 20],
    ],
    [
      'never, when a cached prompt is counted within',
      { prompt_tokens: 110, completion_tokens: 20, total_tokens: 130, cache_read_input_tokens: 100 },
      [110, 20],
    ],
    ['with the names of Bedrock', { inputTokens: 10, outputTokens: 20, totalTokens: 30 }, [10, 20]],
    ['never, when the total is too small', { prompt_tokens: 10, completion_tokens: 20, total_tokens: 20 }, [10, 20]],
    [
      'under other names',
      { input_tokens: 10, output_tokens: 20, output_tokens_details: { reasoning_tokens: 5 } },
      [10, 20, 5],
    ],
  ])('counts thoughts %s', (_name, reported, [promptTokens, completionTokens, reasoningTokens]) => {
    const found = { promptTokens, completionTokens, ...(reasoningTokens && { reasoningTokens }) };
    expect(decode({ ...stop, usage: reported }, '[DONE]')).toEqual([{ ...finish, usage: found }]);
  });

  it.each<[string, object, [number, number, number?]]>([
    [
      'Gemini',
      { usageMetadata: { promptTokenCount: 5, candidatesTokenCount: 3, thoughtsTokenCount: 10, totalTokenCount: 18 } },
      [5, 13, 10],
    ],
    ['Ollama', { prompt_eval_count: 26, eval_count: 7 }, [26, 7]],
  ])('finds usage where %s has it', (_name, reported, [promptTokens, completionTokens, reasoningTokens]) => {
    const found = { promptTokens, completionTokens, ...(reasoningTokens && { reasoningTokens }) };
    expect(decode({ ...stop, ...reported })).toEqual([{ ...finish, usage: found }]);
  });

  it('finds usage within the choice, and keeps it when zeros follow', () => {
    const zeros = { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 };
    expect(decode(delta({}, { finish_reason: 'stop', usage }), { choices: [], usage: zeros })).toEqual([finish]);
  });

  it('does not believe that something was said with no tokens', () => {
    const nothing = { prompt_tokens: 3, completion_tokens: 0 };
    expect(decode(delta({ content: 'a' }), { ...stop, usage: nothing }).at(-1)).toEqual({ ...finish, usage: null });
    expect(decode({ ...stop, usage: nothing })).toEqual([
      { ...finish, usage: { promptTokens: 3, completionTokens: 0 } },
    ]);
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
    expect(names(call({}), call({ function: { name: null, arguments: null } }), stop)).toEqual([]);
    expect(
      names(delta({ function_call: { name: 'x', arguments: '{' } }), delta({ function_call: { arguments: '}' } })),
    ).toEqual([['call_0', 'x', '{}']]);
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

  it.each<[string, unknown[], string, string]>([
    ['thinking', [delta({ thinking: 'a' }), delta({ content: 'b' })], 'a', 'b'],
    [
      'two fields with the same',
      [delta({ reasoning: 'a', reasoning_content: 'a' }), delta({ content: 'b' })],
      'a',
      'b',
    ],
    [
      'reasoning_details',
      [
        delta({
          reasoning_details: [
            { type: 'reasoning.text', text: 'a' },
            { type: 'reasoning.encrypted', data: 'x' },
          ],
        }),
        delta({ reasoning_details: [{ type: 'reasoning.summary', summary: 'b' }] }),
        delta({ content: 'c' }),
      ],
      'ab',
      'c',
    ],
    [
      'a text and its details',
      [delta({ reasoning: 'a', reasoning_details: [{ type: 'reasoning.text', text: 'a' }] })],
      'a',
      '',
    ],
    [
      'typed pieces',
      [delta({ content: [{ type: 'thinking', thinking: 'a' }, { type: 'text', text: 'b' }, 'c'] })],
      'a',
      'bc',
    ],
    ['an object', [delta({ content: { type: 'text', text: 'b' } })], '', 'b'],
    ['marks', [delta({ content: '<th' }), delta({ content: 'ink>a</think>\n\nb' })], 'a', 'b'],
    ['a field and marks', [delta({ reasoning_content: 'a' }), delta({ content: '</think>\nb' })], 'a', 'b'],
    [
      'marks behind a field',
      [delta({ reasoning_content: 'a' }), delta({ content: 'x\n</think>\nb' })],
      'a',
      'x\n</think>\nb',
    ],
    [
      'messages in pieces',
      [{ choices: [{ message: { content: 'a' } }] }, { choices: [{ message: { content: 'b' } }] }],
      '',
      'ab',
    ],
    [
      'messages with all so far',
      [{ choices: [{ message: { content: 'a' } }] }, { choices: [{ message: { content: 'ab' } }] }],
      '',
      'ab',
    ],
    ['a message that repeats all', [delta({ content: 'a' }), { choices: [{ message: { content: 'a' } }] }], '', 'a'],
    ['texts of old', [{ choices: [{ index: 0, text: 'a' }] }, { choices: [{ index: 0, text: 'b' }] }], '', 'ab'],
    ['a text as delta', [{ choices: [{ delta: 'a' }] }], '', 'a'],
    [
      'Ollama',
      [
        { message: { thinking: 'a', content: '' }, done: false },
        { message: { content: 'b' }, done: true },
      ],
      'a',
      'b',
    ],
    [
      'pieces that are called thoughts',
      [
        delta({ content: 'a', thought: true }),
        delta({ content: 'b', extra_content: { google: { thought: true } } }),
        delta({ content: 'c' }),
      ],
      'ab',
      'c',
    ],
    [
      'marks in pieces that are called thoughts',
      [
        delta({ content: '<thought>a', extra_content: { google: { thought: true } } }),
        delta({ content: '</thought>b' }),
      ],
      'a',
      'b',
    ],
    [
      'marks in the field',
      [delta({ reasoning_content: '<think>\na' }), delta({ reasoning_content: '\n</think>' }), delta({ content: 'b' })],
      'a',
      'b',
    ],
    [
      'marks in the field, and the answer',
      [delta({ reasoning_content: '<think>a</th' }), delta({ reasoning_content: 'ink>b' })],
      'a',
      'b',
    ],
    [
      'what is said aloud',
      [delta({ audio: { transcript: 'a' } }), delta({ audio: { transcript: 'b', data: 'AA' } })],
      '',
      'ab',
    ],
    ['chunks in a list', [[delta({ content: 'a' }), delta({ content: 'b' })]], '', 'ab'],
    [
      'another place only',
      [{ choices: [{ index: 1, delta: { content: 'a' } }] }, { choices: [{ index: 1, delta: { content: 'b' } }] }],
      '',
      'ab',
    ],
  ])('reads %s', (_name, chunks, thought, text) => {
    expect(saidIn(...chunks, '[DONE]')).toEqual({ thought, text });
  });

  it('says that text was thoughts when the prompt had opened them', () => {
    expect(decode(delta({ content: 'So.' }), delta({ content: '\n</think>\n\nb' }), stop)).toMatchObject([
      { type: 'text', delta: 'So.' },
      { type: 'text', delta: '\n' },
      { type: 'textWasReasoning' },
      { type: 'text', delta: 'b' },
      { type: 'finish' },
    ]);
  });

  it.each([
    ['eos', 'stop'],
    ['STOP', 'stop'],
    ['end_turn', 'stop'],
    ['FINISH_REASON_MAX_TOKENS', 'length'],
    ['max_tokens', 'length'],
    ['function_call', 'tool_calls'],
    ['SAFETY', 'content_filter'],
    ['content-filter', 'content_filter'],
    ['something new', 'something new'],
    ['', 'stop'],
    ['null', 'stop'],
    [null, 'stop'],
    [3, 'stop'],
  ])('takes the reason %j for %s', (reason, meaning) => {
    const events = decode(delta({ content: 'a' }), delta({}, { finish_reason: reason }), '[DONE]');
    expect(events.at(-1)).toMatchObject({ type: 'finish', reason: meaning });
  });

  it.each(['error', 'network_error', 'abort', 'cancelled', 'insufficient_system_resource'])(
    'fails by the reason %s, and keeps what was said',
    (reason) => {
      const queue = new EventQueue();
      const decoder = new ChatCompletionDecoder({ label: 'Test', urlSetting: 'TEST_URL' });
      const last = JSON.stringify(delta({ content: 'b <' }, { finish_reason: reason }));
      decoder.data(JSON.stringify(delta({ content: 'a' })), queue);
      expect(() => decoder.data(last, queue)).toThrow(expect.objectContaining({ code: 'PROVIDER_UNAVAILABLE' }));
      expect(queue.take()).toEqual({ type: 'text', delta: 'ab <' });
    },
  );

  it.each<[string, object, string]>([
    ['an error in a list', [{ error: { message: 'It broke.', code: 503 } }], 'PROVIDER_UNAVAILABLE'],
    ['an error', { error: { message: 'It broke.', code: 500 } }, 'PROVIDER_UNAVAILABLE'],
    ['an error as a text', { error: 'It broke.' }, 'PROVIDER_BAD_RESPONSE'],
    ['an error that is true', { error: true, message: 'It broke.' }, 'PROVIDER_BAD_RESPONSE'],
    [
      'an error with choices',
      { error: { message: 'It broke.' }, choices: [{ delta: {}, finish_reason: 'error' }] },
      'PROVIDER_BAD_RESPONSE',
    ],
    [
      'an error in the choice',
      { choices: [{ delta: { content: '' }, error: { message: 'It broke.', code: 502 } }] },
      'PROVIDER_UNAVAILABLE',
    ],
    ['an object called error', { object: 'error', message: 'It broke.', code: 400 }, 'PROVIDER_BAD_RESPONSE'],
    [
      'a type called error',
      { type: 'error', error: { type: 'overloaded_error', message: 'It broke.' } },
      'PROVIDER_UNAVAILABLE',
    ],
    ['detail', { detail: 'It broke.' }, 'PROVIDER_BAD_RESPONSE'],
    ['detail as a list', { detail: [{ loc: ['body'], msg: 'It broke.' }] }, 'PROVIDER_BAD_RESPONSE'],
    ['a message with a code', { message: 'It broke.', code: 503 }, 'PROVIDER_UNAVAILABLE'],
    ['an error_msg', { error_code: 17, error_msg: 'It broke.' }, 'PROVIDER_BAD_RESPONSE'],
    ['MiniMax', { choices: null, base_resp: { status_code: 1008, status_msg: 'It broke.' } }, 'PROVIDER_BAD_RESPONSE'],
    ['a list of errors', { errors: [{ message: 'It broke.' }] }, 'PROVIDER_BAD_RESPONSE'],
  ])('fails by %s, with the reason', (_name, chunk, code) => {
    for (const chunks of [[chunk], [delta({ content: 'a' }), chunk, '[DONE]']]) {
      expect(failureOf(...chunks)).toMatchObject({ code, message: expect.stringContaining('It broke.') });
    }
  });

  it('does not take empty errors for failures', () => {
    const base = { base_resp: { status_code: 0, status_msg: '' } };
    const states = [
      { type: 'ping', message: 'still here' },
      { status: 'queued', message: 'Place 3' },
      { code: 200, message: 'ok' },
      { code: '0', msg: 'success' },
    ];
    for (const none of [
      ...states,
      { error: null },
      { error: {} },
      { error: '' },
      { error: false },
      base,
      { message: 'hi' },
    ]) {
      expect(failureOf({ ...delta({ content: 'a' }), ...none }, none, stop)).toBeUndefined();
    }
  });

  it('fails when it ends without a word and without a reason', () => {
    const nothing = { code: 'PROVIDER_BAD_RESPONSE', isTransient: false };
    expect(failureOf('[DONE]')).toMatchObject(nothing);
    expect(failureOf(delta({ role: 'assistant', content: '' }), ' [done] ')).toMatchObject(nothing);
    expect(decode(delta({}, { finish_reason: 'content_filter' }), '[DONE]')).toMatchObject([
      { reason: 'content_filter' },
    ]);
  });

  it.each([
    ['a reason beside the choices', { choices: [], finish_reason: 'length' }, true, 'length'],
    ['usage in a chunk of its own', { choices: [], usage }, true, 'stop'],
    ['usage along with a token', { ...delta({ content: 'b' }), usage }, false, 'stop'],
  ])('may end behind %s', (_name, last, mayEnd, reason) => {
    const decoder = new ChatCompletionDecoder({ label: 'Test', urlSetting: 'TEST_URL' });
    const queue = new EventQueue();
    for (const chunk of [delta({ content: 'a' }), last]) decoder.data(JSON.stringify(chunk), queue);
    expect(decoder.mayEnd).toBe(mayEnd);
    decoder.finish(queue);
    queue.take();
    expect(queue.take()).toMatchObject({ reason });
  });

  it('reads all of a whole answer that is a list of chunks', () => {
    const queue = new EventQueue();
    new ChatCompletionDecoder({ label: 'Test', urlSetting: 'TEST_URL' }).whole(
      [delta({ content: 'a' }), delta({ content: 'b' }), stop],
      queue,
    );
    expect(queue.take()).toEqual({ type: 'text', delta: 'ab' });
  });

  it('goes on behind a reason that says nothing', () => {
    const decoder = new ChatCompletionDecoder({ label: 'Test', urlSetting: 'TEST_URL' });
    const queue = new EventQueue();
    const progress = (chunk: object): string => (decoder.data(JSON.stringify(chunk), queue), decoder.progress);
    expect(progress(delta({ content: 'a' }))).toBe('open');
    expect(progress(delta({ content: 'b' }, { finish_reason: 'stop' }))).toBe('ending');
    expect(progress(delta({ content: 'c' }, { finish_reason: 'stop' }))).toBe('open');
    expect(decoder.mayEnd).toBe(true);
    expect(progress(delta({}, { finish_reason: 'stop' }))).toBe('ending');
    expect(queue.take()).toEqual({ type: 'text', delta: 'abc' });
  });

  it('ignores what it does not know, and shapes that make no sense', () => {
    const odd = ['null', '1', '[]', '"x"', '{}', '{"choices":null}', '{"choices":[null]}', '{"choices":[{"delta":7}]}'];
    const worse = [
      delta({ content: 7, tool_calls: [null, { function: 'x' }] }, { finish_reason: 3 }),
      { choices: [{ index: 0 }] },
    ];
    expect(decode(...odd, ...worse, stop).filter((event) => event.type === 'text')).toEqual([]);
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
