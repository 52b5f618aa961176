import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ScriptedOpenAiServer } from '../../../test/support/scripted-openai-server.ts';
import type { GenerationSettings } from '../../ports/language-model.ts';
import { createHttpTransport, type ProviderTimeouts } from './http/http-transport.ts';
import { collect, never, request, textIn } from './language-model.contract.ts';
import { OpenAiCompatibleProvider } from './openai-compatible.ts';
import { chatCompletionPresets } from './presets.ts';
import type { ProviderSettings } from './provider-settings.ts';

const settings: GenerationSettings = { temperature: 0.5, topP: 0.9, topK: 40, maxTokens: 100, seed: 7 };

function create(
  id: string,
  given: Omit<ProviderSettings, 'id'>,
  timeouts?: Partial<ProviderTimeouts>,
): OpenAiCompatibleProvider {
  const preset = chatCompletionPresets.find((one) => one.id === id)!;
  return new OpenAiCompatibleProvider(preset, { id, ...given }, createHttpTransport(timeouts));
}

describe('OpenAiCompatibleProvider', () => {
  let server: ScriptedOpenAiServer;
  beforeAll(async () => {
    server = await ScriptedOpenAiServer.start();
  });
  beforeEach(() => server.reset());
  afterAll(() => server.close());

  async function bodySent(id: string, model: string, sent: GenerationSettings): Promise<unknown> {
    const provider = create(id, { baseUrl: server.baseUrl, apiKey: 'k' });
    await collect(provider.stream(request(model, 'Hello', { settings: sent })));
    return server.requests.at(-1)?.body;
  }

  it('sends model, messages and settings under the common names, and leaves out what is not set', async () => {
    const messages = [
      { role: 'system' as const, content: 'Be brief.' },
      { role: 'user' as const, content: 'Hi' },
    ];
    const provider = create('api', { baseUrl: server.baseUrl });
    await collect(provider.stream(request('m', '', { messages, settings })));
    const common = { model: 'm', messages, stream: true, stream_options: { include_usage: true } };
    expect(server.requests[0]?.body).toEqual({
      ...common,
      temperature: 0.5,
      top_p: 0.9,
      top_k: 40,
      max_tokens: 100,
      seed: 7,
    });
    await collect(provider.stream(request('m', '', { messages, settings: { temperature: 0, topK: 0 } })));
    expect(server.requests[1]?.body).toEqual({ ...common, temperature: 0, top_k: 0 });
  });

  it.each([
    ['openai', 'gpt-4o', { temperature: 0.5, top_p: 0.9, max_completion_tokens: 100, seed: 7 }],
    ['openai', 'gpt-5-mini', { max_completion_tokens: 100, seed: 7 }],
    ['openai', 'o3', { max_completion_tokens: 100, seed: 7 }],
    ['openai', 'gpt-5-chat-latest', { temperature: 0.5, top_p: 0.9, max_completion_tokens: 100, seed: 7 }],
    ['google', 'gemini-2.5-pro', { temperature: 0.5, top_p: 0.9, max_tokens: 100 }],
    ['groq', 'llama-3.1-8b-instant', { temperature: 0.5, top_p: 0.9, max_tokens: 100, seed: 7 }],
    ['huggingface', 'Qwen/Qwen3-32B', { temperature: 0.5, top_p: 0.9, max_tokens: 100, seed: 7 }],
    ['ollama', 'qwen3:32b-q8_0', { temperature: 0.5, top_p: 0.9, top_k: 40, max_tokens: 100, seed: 7 }],
  ])('%s with %s gets the settings it accepts', async (id, model, expected) => {
    const {
      messages: _messages,
      model: _model,
      stream: _stream,
      stream_options: _options,
      ...sent
    } = (await bodySent(id, model, settings)) as Record<string, unknown>;
    expect(sent).toEqual(expected);
  });

  it.each([
    ['openai', '20 ms'],
    ['ollama', '40 ms'],
    ['api', '40 ms'],
  ])('gives %s %s to begin: servers of one’s own may load the model first', async (id, limit) => {
    server.respond({ stall: 'headers' });
    const provider = create(id, { baseUrl: server.baseUrl, apiKey: 'k' }, { firstTokenMs: 20, loadingMs: 40 });
    await expect(collect(provider.stream(request('m', 'Hi')))).rejects.toThrow(
      `did not begin to answer within ${limit}`,
    );
  });

  it('sends the key as a bearer token, and no header without one', async () => {
    await collect(create('api', { baseUrl: server.baseUrl, apiKey: ' secret\n' }).stream(request('m', 'Hi')));
    await collect(create('ollama', { baseUrl: server.origin }).stream(request('m', 'Hi')));
    expect(server.requests.map((one) => one.headers.authorization)).toEqual(['Bearer secret', undefined]);
  });

  describe('a field that is refused', () => {
    const refusal = (message: unknown, status = 400): { status: number; body: string } => ({
      status,
      body: JSON.stringify(typeof message === 'string' ? { error: { message } } : message),
    });
    const messages = [
      { role: 'system' as const, content: 'Be brief.' },
      { role: 'user' as const, content: 'Hi' },
    ];

    it.each([
      ['stream_options', refusal("Extra inputs are not permitted, field: 'stream_options'"), {}],
      ['stream_options', refusal({ detail: [{ loc: ['body', 'stream_options'], msg: 'Extra inputs' }] }, 422), {}],
      [
        'max_tokens',
        refusal("Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens'."),
        { max_completion_tokens: 100 },
      ],
      ['temperature', refusal("Unsupported value: 'temperature' does not support 0.5 with this model."), {}],
      ['top_p', refusal('`temperature` and `top_p` cannot both be specified for this model.'), {}],
      ['top_k', refusal("property 'top_k' is unsupported"), {}],
      ['top_k', refusal({ detail: "create() got an unexpected keyword argument 'top_k'" }, 500), {}],
      ['top_k', refusal('Unknown field: topK is not allowed'), {}],
      ['top_k', refusal('参数 top_k 不支持'), {}],
      ['seed', refusal("El parámetro 'seed' no es compatible"), {}],
      ['stream_options', refusal('Extra inputs are not permitted'), {}],
      ['seed', refusal('Invalid JSON payload received. Unknown name "seed": Cannot find field.'), {}],
    ])('%s is left out, and not sent again', async (field, reply, instead) => {
      const provider = create('api', { baseUrl: server.baseUrl });
      let sent: GenerationSettings = {};
      const asked = request('m', 'Hi', { settings, onSent: (now: GenerationSettings) => void (sent = now) });
      server.respondOnce(reply);
      expect(textIn(await collect(provider.stream(asked)))).not.toBe('');
      await collect(provider.stream(asked));
      const [first, second, third] = server.requests.map(({ body }) => body as Record<string, unknown>);
      const { [field]: left, ...rest } = first!;
      expect(left).toBeDefined();
      expect(second).toEqual({ ...rest, ...instead });
      expect(third).toEqual(second);
      const key = { top_p: 'topP', top_k: 'topK', temperature: 'temperature', seed: 'seed' }[field];
      const { [key as 'seed']: _left, ...others } = settings;
      expect(sent).toEqual(others);
      // Another model may take it.
      await collect(provider.stream({ ...asked, model: 'other' }));
      expect(server.requests.at(-1)!.body).toHaveProperty(field);
    });

    it('several, one after the other', async () => {
      server.respondOnce(refusal('unknown field stream_options'), refusal('unknown field top_k'));
      const events = await collect(create('api', { baseUrl: server.baseUrl }).stream(request('m', 'Hi', { settings })));
      expect(textIn(events)).not.toBe('');
      expect(server.requests).toHaveLength(3);
    });

    it('a system message becomes a part of the first question', async () => {
      server.respondOnce(refusal('System role not supported'));
      await collect(create('api', { baseUrl: server.baseUrl }).stream(request('m', '', { messages })));
      expect(server.requests[1]!.body).toMatchObject({ messages: [{ role: 'user', content: 'Be brief.\n\nHi' }] });
    });

    it('a stream that is not allowed is asked for as a whole', async () => {
      server.respondOnce(refusal('Your organization must be verified to stream this model. (param: stream)'), {
        body: '{"choices":[{"message":{"content":"All of it."},"finish_reason":"stop"}]}',
      });
      const events = await collect(create('api', { baseUrl: server.baseUrl }).stream(request('m', 'Hi')));
      expect(textIn(events)).toBe('All of it.');
      expect(server.requests[1]!.body).toMatchObject({ stream: false });
      expect(server.requests[1]!.body).not.toHaveProperty('stream_options');
    });

    it('is not taken back where its value is out of range: that is the person’s to correct', async () => {
      server.respond(refusal('temperature must be between 0 and 0.3'));
      const asked = create('api', { baseUrl: server.baseUrl }).stream(request('m', 'Hi', { settings }));
      await expect(collect(asked)).rejects.toThrow('temperature must be between 0 and 0.3');
      expect(server.requests).toHaveLength(1);
    });
  });

  it('sends the name and password of the address, and its query with every request', async () => {
    const address = (query: string): string => `${server.baseUrl.replace('://', '://user:p%40ss@')}/${query}`;
    const basic = `Basic ${Buffer.from('user:p@ss').toString('base64')}`;
    await collect(create('ollama', { baseUrl: address('?a=1') }).stream(request('m', 'Hi')));
    await create('ollama', { baseUrl: address('?a=1') }).listModels(never());
    await collect(create('api', { baseUrl: address(''), apiKey: 'k' }).stream(request('m', 'Hi')));
    await collect(create('api', { baseUrl: address('?api-version=1'), apiKey: 'k' }).stream(request('m', 'Hi')));
    const sent = server.requests.map(({ path, headers }) => [path, headers.authorization, headers['api-key']]);
    expect(sent).toEqual([
      ['/v1/chat/completions?a=1', basic, undefined],
      ['/v1/chat/completions', 'Bearer k', undefined],
      ['/v1/chat/completions?api-version=1', basic, 'k'],
    ]);
    expect(server.listRequests.map(({ path, headers }) => [path, headers.authorization])).toEqual([
      ['/v1/models?a=1', basic],
    ]);
  });

  it('lists models by name with their window, without those that cannot chat', async () => {
    server.models = [
      { id: 'b', context_window: 8_192 },
      { id: 'models/a', max_model_len: 4_096 },
      { id: 'text-embedding-3-small' },
      { id: 'b', context_window: 8_192 },
      { id: 7 },
      { id: 'c', providers: [{ context_length: 32_000 }, { context_length: 16_000 }, {}] },
    ];
    await expect(create('openai', { baseUrl: server.baseUrl, apiKey: 'k' }).listModels(never())).resolves.toEqual([
      { name: 'a', contextWindow: 4_096 },
      { name: 'b', contextWindow: 8_192 },
      { name: 'c', contextWindow: 16_000 },
    ]);
    const generic = await create('api', { baseUrl: server.baseUrl }).listModels(never());
    expect(generic.map((model) => model.name)).toEqual(['a', 'b', 'c']);
  });

  it('does not know a window that no model has', async () => {
    server.models = [
      { id: 'a', context_length: 1e12 },
      { id: 'b', context_window: 2_147_483_648, max_model_len: 4_096 },
      { id: 'c', providers: [{ context_length: 1e12 }, { context_length: 16_000 }] },
      { id: 'd', max_context_length: 0.5 },
    ];
    await expect(create('api', { baseUrl: server.baseUrl }).listModels(never())).resolves.toEqual([
      { name: 'a' },
      { name: 'b', contextWindow: 4_096 },
      { name: 'c', contextWindow: 16_000 },
      { name: 'd' },
    ]);
  });

  it('unpacks a list that comes compressed', async () => {
    const body = gzipSync('{"data":[{"id":"a"}]}');
    server.respondToList({ status: 200, headers: { 'content-encoding': 'gzip' }, body });
    await expect(create('api', { baseUrl: server.baseUrl }).listModels(never())).resolves.toEqual([{ name: 'a' }]);
  });

  it('has exactly the configured models, and asks nobody', async () => {
    const models = ['llama3.3:70b-instruct-q8_0', 'mistral-small3.1:24b'];
    const provider = create('api', { baseUrl: server.baseUrl, models });
    await expect(provider.listModels(never())).resolves.toEqual(models.map((name) => ({ name })));
    expect(server.listRequests).toHaveLength(0);
  });

  it('says that there are none, and what helps', async () => {
    server.respondToList({ body: '{"object":"list","data":null}' });
    await expect(create('api', { baseUrl: server.baseUrl }).listModels(never())).rejects.toThrow(
      /no chat models.*API_MODELS/,
    );
    await expect(create('ollama', { baseUrl: server.baseUrl }).listModels(never())).rejects.toThrow(/ollama pull/);
  });

  it('says which setting names the models when the server cannot', async () => {
    server.respondToList({ status: 404 });
    await expect(create('api', { baseUrl: server.baseUrl }).listModels(never())).rejects.toThrow(/API_URL.*API_MODELS/);
  });

  it('finds the API under /v1 or beside it when the address has no path', async () => {
    const provider = create('api', { baseUrl: server.origin });
    expect(textIn(await collect(provider.stream(request('m', 'Hi'))))).not.toBe('');
    expect(server.requests[0]?.path).toBe('/v1/chat/completions');

    server.pathPrefix = '';
    const bare = create('api', { baseUrl: server.origin });
    await expect(bare.listModels(never())).resolves.not.toHaveLength(0);
    expect(textIn(await collect(bare.stream(request('m', 'Hi'))))).not.toBe('');
    expect(server.requests.map((one) => one.path)).toEqual(['/v1/chat/completions', '/chat/completions']);

    // Without a list first, the answer itself finds its address.
    const fresh = create('api', { baseUrl: server.origin });
    expect(textIn(await collect(fresh.stream(request('m', 'Hi'))))).not.toBe('');
    server.pathPrefix = '/v1';
  });

  it('is not available without a key, shows its known models, and says what to set', async () => {
    const provider = create('openai', { baseUrl: server.baseUrl, apiKey: ' ' });
    expect(provider.unavailableReason).toContain('OPENAI_API_KEY');
    expect((await provider.listModels(never())).map((model) => model.name)).toContain('gpt-4o');
    await expect(collect(provider.stream(request('gpt-4o', 'Hi')))).rejects.toMatchObject({ code: 'PROVIDER_AUTH' });
    expect(server.requests).toHaveLength(0);
  });

  it.each([[''], ['localhost:11434'], ['file:///etc/passwd']])(
    'is not available at the address "%s"',
    async (baseUrl) => {
      const provider = create('ollama', { baseUrl });
      expect(provider.unavailableReason).toContain('OLLAMA_BASE_URL');
      await expect(collect(provider.stream(request('m', 'Hi')))).rejects.toMatchObject({
        code: 'PROVIDER_UNAVAILABLE',
      });
    },
  );
});
