import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ScriptedOpenAiServer } from '../../../test/support/scripted-openai-server.ts';
import type { ChatMessage, GenerationSettings, ModelEvent } from '../../ports/language-model.ts';
import { AnthropicProvider } from './anthropic.ts';
import { AnthropicDecoder } from './anthropic-stream.ts';
import { EventQueue } from './http/event-queue.ts';
import { createHttpTransport } from './http/http-transport.ts';
import { collect, never, request } from './language-model.contract.ts';

const settings: GenerationSettings = { temperature: 1.5, topP: 0.9, topK: 40, maxTokens: 100, seed: 7 };

describe('AnthropicProvider', () => {
  let server: ScriptedOpenAiServer;
  let provider: AnthropicProvider;
  beforeAll(async () => {
    server = await ScriptedOpenAiServer.start();
    provider = new AnthropicProvider(
      { id: 'anthropic', baseUrl: server.origin, apiKey: 'secret' },
      createHttpTransport(),
    );
  });
  beforeEach(() => server.reset());
  afterAll(() => server.close());

  async function bodySent(model: string, messages: ChatMessage[], sent: GenerationSettings): Promise<unknown> {
    await collect(provider.stream(request(model, '', { messages, settings: sent })));
    return server.requests.at(-1)?.body;
  }

  const hi: ChatMessage = { role: 'user', content: 'Hi' };

  it('keeps the system prompt in its own field and leaves out empty messages', async () => {
    const messages: ChatMessage[] = [
      { role: 'system', content: 'Be brief.' },
      { role: 'system', content: 'Be kind.' },
      hi,
      { role: 'assistant', content: '' },
      { role: 'assistant', content: 'Half an \n' },
    ];
    expect(await bodySent('claude-haiku-4-5', messages, {})).toEqual({
      model: 'claude-haiku-4-5',
      system: 'Be brief.\n\nBe kind.',
      messages: [hi, { role: 'assistant', content: 'Half an' }],
      max_tokens: 3_000,
      stream: true,
    });
  });

  it.each([
    ['claude-haiku-4-5', settings, { max_tokens: 100, temperature: 1, top_k: 40 }],
    ['claude-haiku-4-5', { topP: 0.9, topK: 0 }, { max_tokens: 3_000, top_p: 0.9 }],
    ['claude-3-5-sonnet-20241022', { temperature: 0 }, { max_tokens: 3_000, temperature: 0 }],
    ['claude-opus-4-7', settings, { max_tokens: 100 }],
    ['claude-sonnet-5', settings, { max_tokens: 100 }],
  ])('sends %s the settings it accepts', async (model, sent, expected) => {
    expect(await bodySent(model, [hi], sent)).toEqual({ model, messages: [hi], stream: true, ...expected });
  });

  it('names its key and version in headers, also for the list of models', async () => {
    await collect(provider.stream(request('m', 'Hi')));
    await provider.listModels(never());
    for (const { headers, path } of [...server.requests, ...server.listRequests]) {
      expect(headers).toMatchObject({ 'x-api-key': 'secret', 'anthropic-version': '2023-06-01' });
      expect(headers.authorization).toBeUndefined();
      expect(path).toMatch(/^\/v1\//);
    }
  });

  it('is not available without a key', async () => {
    const keyless = new AnthropicProvider({ id: 'anthropic' }, createHttpTransport());
    expect(keyless.unavailableReason).toContain('ANTHROPIC_API_KEY');
    await expect(keyless.listModels(never())).resolves.not.toHaveLength(0);
    await expect(collect(keyless.stream(request('m', 'Hi')))).rejects.toMatchObject({ code: 'PROVIDER_AUTH' });
  });
});

describe('AnthropicDecoder', () => {
  function decode(...events: object[]): ModelEvent[] {
    const queue = new EventQueue();
    const decoder = new AnthropicDecoder({ label: 'Test', urlSetting: 'TEST_URL' });
    for (const event of events) decoder.data(JSON.stringify(event), queue);
    decoder.finish(queue);
    const all: ModelEvent[] = [];
    for (let event = queue.take(); event !== undefined; event = queue.take()) all.push(event);
    return all;
  }

  it('counts cached tokens as prompt tokens, and takes the last totals', () => {
    const start = { input_tokens: 5, cache_creation_input_tokens: 10, cache_read_input_tokens: 20, output_tokens: 1 };
    expect(
      decode(
        { type: 'message_start', message: { usage: start } },
        { type: 'message_delta', delta: { stop_reason: 'max_tokens' }, usage: { output_tokens: 9 } },
        { type: 'message_stop' },
      ),
    ).toEqual([{ type: 'finish', reason: 'length', usage: { promptTokens: 35, completionTokens: 9 } }]);
  });

  it.each([
    ['prompts', { input_tokens: 3e9 }, { output_tokens: 9 }],
    ['caches', { input_tokens: 5, cache_read_input_tokens: 3e9 }, { output_tokens: 9 }],
    ['answers', { input_tokens: 5, output_tokens: 1 }, { output_tokens: 2_147_483_648 }],
    ['halves', { input_tokens: 5, output_tokens: 1 }, { output_tokens: 2.5 }],
  ])('reports no usage when it tells of absurd %s', (_what, start, end) => {
    expect(
      decode(
        { type: 'message_start', message: { usage: start } },
        { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: end },
      ),
    ).toEqual([{ type: 'finish', reason: 'stop', usage: null }]);
  });

  it('keeps what it has heard when a later report leaves it out', () => {
    expect(
      decode(
        {
          type: 'message_start',
          message: { usage: { input_tokens: 5, cache_read_input_tokens: null, output_tokens: 1 } },
        },
        { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { input_tokens: null, output_tokens: 9 } },
      ),
    ).toEqual([{ type: 'finish', reason: 'stop', usage: { promptTokens: 5, completionTokens: 9 } }]);
  });

  it.each<[string, object, object, { promptTokens: number; completionTokens: number } | null]>([
    [
      'the last event has no word of the cache',
      { input_tokens: 5, cache_read_input_tokens: 20, output_tokens: 1 },
      { input_tokens: 5, output_tokens: 4 },
      { promptTokens: 25, completionTokens: 4 },
    ],
    [
      'the first event has zeros',
      { input_tokens: 0, output_tokens: 0 },
      { input_tokens: 25, output_tokens: 4 },
      { promptTokens: 25, completionTokens: 4 },
    ],
    ['all are zeros', { input_tokens: 0, output_tokens: 0 }, { output_tokens: 0 }, null],
    ['something was said with no tokens', { input_tokens: 5 }, { output_tokens: 0 }, null],
  ])('counts when %s', (_name, start, end, usage) => {
    expect(
      decode(
        { type: 'message_start', message: { usage: start } },
        { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Hi' } },
        { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: end },
      ).at(-1),
    ).toEqual({ type: 'finish', reason: 'stop', usage });
  });

  it('gives a tool call without arguments an empty object, and passes unknown reasons on', () => {
    expect(
      decode(
        {
          type: 'content_block_start',
          index: 0,
          content_block: { type: 'tool_use', id: 'a', name: 'clock', input: {} },
        },
        { type: 'message_delta', delta: { stop_reason: 'pause_turn' } },
      ),
    ).toEqual([
      { type: 'toolCall', id: 'a', name: 'clock', arguments: '{}' },
      { type: 'finish', reason: 'pause_turn', usage: null },
    ]);
  });

  it('ignores what it does not know, and shapes that make no sense', () => {
    const odd = [
      {},
      { type: 'new_event' },
      { type: 'content_block_delta', delta: null },
      { type: 'message_delta' },
      [],
    ];
    const stop = { type: 'message_delta', delta: { stop_reason: 'end_turn' } };
    expect(decode(...odd, stop)).toEqual([{ type: 'finish', reason: 'stop', usage: null }]);
  });

  it.each([
    ['refusal', 'content_filter'],
    ['model_context_window_exceeded', 'length'],
    ['stop_sequence', 'stop'],
  ])('takes the reason %s for %s', (reason, meaning) => {
    expect(decode({ type: 'message_delta', delta: { stop_reason: reason } })).toMatchObject([{ reason: meaning }]);
  });

  it.each<[string, object, string]>([
    ['an error', { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }, 'PROVIDER_UNAVAILABLE'],
    ['an error of a gateway', { error: { message: 'No.', code: 400 } }, 'PROVIDER_BAD_RESPONSE'],
    ['an end without a word', { type: 'message_stop' }, 'PROVIDER_BAD_RESPONSE'],
  ])('fails by %s', (_name, event, code) => {
    expect(() => decode({ type: 'ping' }, event)).toThrow(expect.objectContaining({ code }));
  });

  it('takes thoughts that may not be read for progress', () => {
    const decoder = new AnthropicDecoder({ label: 'Test', urlSetting: 'TEST_URL' });
    const block = { type: 'content_block_start', index: 0, content_block: { type: 'redacted_thinking', data: 'x' } };
    expect(decoder.data(JSON.stringify(block), new EventQueue())).toBe(true);
    expect(decoder.data('{"type":"ping"}', new EventQueue())).toBe(false);
  });

  it('parts thoughts that a model behind a gateway writes into its text', () => {
    const said = (text: string): object => ({
      type: 'content_block_delta',
      index: 0,
      delta: { type: 'text_delta', text },
    });
    expect(decode(said('<think>a</th'), said('ink>\n\nb'), { type: 'message_stop' })).toMatchObject([
      { type: 'reasoning', delta: 'a' },
      { type: 'text', delta: 'b' },
      { type: 'finish' },
    ]);
  });

  it('reads a whole message in a stream', () => {
    const message = { type: 'message', content: [{ type: 'text', text: 'Hi' }], stop_reason: 'end_turn' };
    expect(decode(message)).toMatchObject([{ delta: 'Hi' }, { type: 'finish', reason: 'stop' }]);
  });
});
