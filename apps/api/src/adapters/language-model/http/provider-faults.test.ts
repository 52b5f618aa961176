import { createServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ScriptedOpenAiServer, type ScriptedReply } from '../../../../test/support/scripted-openai-server.ts';
import { ModelError, type LanguageModelProvider, type ModelEvent } from '../../../ports/language-model.ts';
import { AnthropicProvider } from '../anthropic.ts';
import { never, request, textIn } from '../language-model.contract.ts';
import { OpenAiCompatibleProvider } from '../openai-compatible.ts';
import { chatCompletionPresets } from '../presets.ts';
import { createHttpTransport, type ProviderTimeouts } from './http-transport.ts';

const apiKey = 'sk-canary-0123456789abcdefghij';
const openai = chatCompletionPresets.find((preset) => preset.id === 'openai')!;

const dialects: Record<string, (baseUrl: string, timeouts?: Partial<ProviderTimeouts>) => LanguageModelProvider> = {
  openai: (baseUrl, timeouts) =>
    new OpenAiCompatibleProvider(openai, { id: 'openai', baseUrl, apiKey }, createHttpTransport(timeouts)),
  anthropic: (baseUrl, timeouts) =>
    new AnthropicProvider({ id: 'anthropic', baseUrl, apiKey }, createHttpTransport(timeouts)),
};

/** What came before a stream failed, and how. */
async function failureOf(
  provider: LanguageModelProvider,
): Promise<{ events: ModelEvent[]; text: string; error: ModelError }> {
  const events: ModelEvent[] = [];
  try {
    for await (const event of provider.stream(request('m', 'Hello'))) events.push(event);
  } catch (error) {
    if (error instanceof ModelError) return { events, text: textIn(events), error };
    throw error;
  }
  throw new Error(`No failure, but ${JSON.stringify(events)}`);
}

describe.each(Object.keys(dialects))('provider faults: %s', (dialect) => {
  const create = dialects[dialect]!;
  let server: ScriptedOpenAiServer;
  let provider: LanguageModelProvider;
  beforeAll(async () => {
    server = await ScriptedOpenAiServer.start();
    provider = create(server.baseUrl);
  });
  beforeEach(() => server.reset());
  afterAll(() => server.close());

  const html = '<!doctype html><title>Bad gateway</title>';
  const faults: [string, ScriptedReply, Partial<ModelError>][] = [
    [
      '401',
      { status: 401, body: `{"error":{"message":"Incorrect API key: ${apiKey}"}}` },
      { code: 'PROVIDER_AUTH', isTransient: false },
    ],
    ['403', { status: 403 }, { code: 'PROVIDER_AUTH', isTransient: false }],
    ['402', { status: 402 }, { code: 'QUOTA_EXCEEDED', isTransient: false }],
    ['404', { status: 404 }, { code: 'PROVIDER_BAD_RESPONSE', isTransient: false }],
    [
      '400',
      { status: 400, body: '{"error":{"message":"Bad top_p"}}' },
      { code: 'PROVIDER_BAD_RESPONSE', isTransient: false },
    ],
    ['400 with a deeply nested body', { status: 400, body: '['.repeat(60_000) }, { code: 'PROVIDER_BAD_RESPONSE' }],
    ['a failure with an endless body', { status: 500, body: 'x'.repeat(1_000_000) }, { code: 'PROVIDER_UNAVAILABLE' }],
    ['a redirect', { status: 302, headers: { location: 'http://127.0.0.1:1/' } }, { code: 'PROVIDER_BAD_RESPONSE' }],
    ['408', { status: 408 }, { code: 'PROVIDER_UNAVAILABLE', isTransient: true }],
    ['409', { status: 409 }, { code: 'PROVIDER_UNAVAILABLE', isTransient: true }],
    ['425', { status: 425 }, { code: 'PROVIDER_UNAVAILABLE', isTransient: true }],
    [
      '500',
      { status: 500, body: html, headers: { 'content-type': 'text/html' } },
      { code: 'PROVIDER_UNAVAILABLE', isTransient: true },
    ],
    ['529', { status: 529 }, { code: 'PROVIDER_UNAVAILABLE', isTransient: true }],
    [
      '429',
      { status: 429, headers: { 'retry-after': '7' } },
      { code: 'PROVIDER_RATE_LIMITED', isTransient: true, retryAfterMs: 7_000 },
    ],
    [
      '429 without a time',
      { status: 429 },
      { code: 'PROVIDER_RATE_LIMITED', isTransient: true, retryAfterMs: undefined },
    ],
    [
      'a used up quota',
      { status: 429, body: '{"error":{"code":"insufficient_quota"}}' },
      { code: 'QUOTA_EXCEEDED', isTransient: false },
    ],
    [
      'a web page',
      { status: 200, body: html, headers: { 'content-type': 'text/html' } },
      { code: 'PROVIDER_BAD_RESPONSE', isTransient: false },
    ],
    ['a web page in disguise', { raw: ['\n', html] }, { code: 'PROVIDER_BAD_RESPONSE', isTransient: false }],
    ['broken JSON', { raw: ['data: {"choices":[{"delta"\n\n'] }, { code: 'PROVIDER_BAD_RESPONSE', isTransient: false }],
    [
      'garbage',
      { raw: [Buffer.from(Array.from({ length: 5_000 }, (_, index) => (index * 7919) % 256))] },
      { code: 'PROVIDER_BAD_RESPONSE' },
    ],
    ['a JSON document without an answer', { body: '{"hello":"world"}' }, { code: 'PROVIDER_BAD_RESPONSE' }],
    ['half a JSON document', { body: '{"choices":[' }, { code: 'PROVIDER_BAD_RESPONSE' }],
    ['an empty body', { raw: [''] }, { code: 'PROVIDER_BAD_RESPONSE', isTransient: true }],
    [
      'an endless line',
      { raw: ['data: ', ...Array.from({ length: 80 }, () => 'x'.repeat(65_536))] },
      { code: 'PROVIDER_BAD_RESPONSE', isTransient: false },
    ],
    [
      'endless JSON',
      { body: `{"a":"${'x'.repeat(5_000_000)}"}` },
      { code: 'PROVIDER_BAD_RESPONSE', isTransient: false },
    ],
    ['a reset before the answer', { reset: true }, { code: 'PROVIDER_UNAVAILABLE', isTransient: true }],
    [
      'a reset before the first token',
      { cut: { after: 0, how: 'reset' } },
      { code: 'PROVIDER_BAD_RESPONSE', isTransient: true },
    ],
    [
      'an end before the first token',
      { cut: { after: 0, how: 'end' } },
      { code: 'PROVIDER_BAD_RESPONSE', isTransient: true },
    ],
    [
      'an overload reported in the stream',
      { raw: ['data: {"type":"error","error":{"type":"overloaded_error","message":"x"}}\n\n'] },
      { code: 'PROVIDER_UNAVAILABLE', isTransient: true },
    ],
    [
      'a rate limit reported in the stream',
      { raw: ['data: {"type":"error","error":{"type":"rate_limit_error"}}\n\n'] },
      { code: 'PROVIDER_RATE_LIMITED' },
    ],
    [
      'a status reported in the stream',
      { raw: ['data: {"type":"error","error":{"code":503,"message":"x"}}\n\n'] },
      { code: 'PROVIDER_UNAVAILABLE' },
    ],
    [
      'an error reported with status 200',
      { body: '{"error":{"type":"authentication_error"}}' },
      { code: 'PROVIDER_AUTH' },
    ],
  ];

  it.each(faults)('%s', async (_name, reply, expected) => {
    server.respond(reply);
    const { error, text } = await failureOf(provider);
    expect({ code: error.code, isTransient: error.isTransient, retryAfterMs: error.retryAfterMs }).toMatchObject(
      expected,
    );
    expect(text).toBe('');
    expect(error.message).not.toContain(apiKey);
    expect(error.message).not.toMatch(/https?:|</);
    expect(error.message.length).toBeLessThan(400);
    expect(server.requests).toHaveLength(1);
  });

  it.each(['end', 'reset'] as const)('keeps what came before a cut (%s)', async (how) => {
    server.respond({ tokens: ['a', 'b', 'c', 'd'], cut: { after: 3, how }, paceMs: 1 });
    const { error, text } = await failureOf(provider);
    expect(error.code).toBe('PROVIDER_BAD_RESPONSE');
    expect(text).toBe('abc');
  });

  it('is not available when the connection is refused, and is again when it is accepted', async () => {
    await server.refuse();
    const { error } = await failureOf(provider);
    expect(error).toMatchObject({ code: 'PROVIDER_UNAVAILABLE', isTransient: true });
    expect(error.message).not.toMatch(/127\.0\.0\.1|ECONN/);
    await server.accept();
    await expect(provider.listModels(never())).resolves.not.toHaveLength(0);
  });

  it('is not available when its name is not found', async () => {
    const { error } = await failureOf(create('http://no-such-host.invalid/v1'));
    expect(error).toMatchObject({ code: 'PROVIDER_UNAVAILABLE', isTransient: true });
  });

  it('times out when it never begins, begins without a token, or does not go on', async () => {
    // One wait each: a busy machine must not run into another than is meant.
    const first = create(server.baseUrl, { firstTokenMs: 250 });
    for (const reply of [{ stall: 'headers' }, { stall: 0 }] satisfies ScriptedReply[]) {
      server.respond(reply);
      const { error } = await failureOf(first);
      expect(error).toMatchObject({ code: 'PROVIDER_TIMEOUT', message: expect.stringContaining('250 ms') });
    }
    server.respond({ tokens: ['a', 'b', 'c'], stall: 2 });
    const { error, text } = await failureOf(create(server.baseUrl, { betweenTokensMs: 250 }));
    expect(error).toMatchObject({ code: 'PROVIDER_TIMEOUT', message: expect.stringContaining('250 ms') });
    expect(text).toBe('ab');
    await expect(Promise.all(server.requests.map((one) => one.closedEarly))).resolves.toEqual([true, true, true]);
  });

  it('does not wait for ever for one that only gives signs of life', async () => {
    server.respond({ raw: Array.from({ length: 100_000 }, () => ': still thinking\n\n') });
    const { error } = await failureOf(create(server.baseUrl, { withoutTokenMs: 100 }));
    expect(error).toMatchObject({ code: 'PROVIDER_TIMEOUT', message: expect.stringContaining('100 ms') });
  });

  it('times out when it cannot be connected to', async () => {
    // Accepts the connection and never answers the TLS handshake, which is part of connecting.
    const mute = createServer((socket) => socket.on('error', () => undefined));
    await once(mute.listen(0, '127.0.0.1'), 'listening');
    const hasty = create(`https://127.0.0.1:${(mute.address() as AddressInfo).port}/v1`, { connectMs: 100 });
    const { error } = await failureOf(hasty);
    expect(error).toMatchObject({ code: 'PROVIDER_TIMEOUT', message: expect.stringContaining('connected') });
    mute.close();
  });

  it('says so when something else than HTTP is spoken', async () => {
    const other = createServer((socket) =>
      socket.on('error', () => undefined).once('data', () => socket.end('hello\r\n\r\n')),
    );
    await once(other.listen(0, '127.0.0.1'), 'listening');
    const { error } = await failureOf(create(`http://127.0.0.1:${(other.address() as AddressInfo).port}/v1`));
    expect(error).toMatchObject({
      message: expect.stringContaining('returned a response that is not HTTP'),
      isTransient: false,
    });
    other.close();
  });

  it('refuses a key that cannot be sent', async () => {
    const broken =
      dialect === 'openai'
        ? new OpenAiCompatibleProvider(
            openai,
            { id: 'openai', baseUrl: server.baseUrl, apiKey: 'a\nb' },
            createHttpTransport(),
          )
        : new AnthropicProvider({ id: 'anthropic', baseUrl: server.baseUrl, apiKey: 'a\nb' }, createHttpTransport());
    expect((await failureOf(broken)).error.code).toBe('PROVIDER_AUTH');
  });

  it('cannot list models that are no list', async () => {
    for (const reply of [{ body: '{"data":1}' }, { body: html }, { status: 500 }, { status: 404 }, { reset: true }]) {
      server.respondToList(reply);
      await expect(provider.listModels(never())).rejects.toBeInstanceOf(ModelError);
    }
  });

  it('cannot list models that do not come in time, and frees the connection', async () => {
    server.respondToList({ stall: 'headers' });
    await expect(create(server.baseUrl, { listMs: 50 }).listModels(never())).rejects.toMatchObject({
      code: 'PROVIDER_TIMEOUT',
    });
    const controller = new AbortController();
    const reason = new Error('Not wanted.');
    const listing = provider.listModels(controller.signal);
    controller.abort(reason);
    await expect(listing).rejects.toBe(reason);
  });
});
