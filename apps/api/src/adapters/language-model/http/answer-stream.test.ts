import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { ScriptedOpenAiServer, type ScriptedReply } from '../../../../test/support/scripted-openai-server.ts';
import { bodyOf, type Dialect, wholeBody } from '../../../../test/support/scripted-reply.ts';
import type { LanguageModelProvider, ModelEvent } from '../../../ports/language-model.ts';
import { AnthropicProvider } from '../anthropic.ts';
import { collect, request, textIn } from '../language-model.contract.ts';
import { OpenAiCompatibleProvider } from '../openai-compatible.ts';
import { chatCompletionPresets } from '../presets.ts';
import { createHttpTransport, type ProviderTimeouts } from './http-transport.ts';

const generic = chatCompletionPresets.find((preset) => preset.id === 'api')!;
const timeouts = { afterFinishMs: 50 };
const dialects: Record<string, (baseUrl: string) => LanguageModelProvider> = {
  openai: (baseUrl) => new OpenAiCompatibleProvider(generic, { id: 'api', baseUrl }, createHttpTransport(timeouts)),
  anthropic: (baseUrl) =>
    new AnthropicProvider({ id: 'anthropic', baseUrl, apiKey: 'k' }, createHttpTransport(timeouts)),
};

describe.each(Object.keys(dialects))('streaming: %s', (dialect) => {
  const name = dialect as Dialect;
  let server: ScriptedOpenAiServer;
  let provider: LanguageModelProvider;
  beforeAll(async () => {
    server = await ScriptedOpenAiServer.start();
    provider = dialects[dialect]!(server.baseUrl);
  });
  beforeEach(() => server.reset());
  afterAll(() => server.close());

  const answerTo = async (reply: ScriptedReply): Promise<ModelEvent[]> => {
    server.respondOnce(reply);
    return collect(provider.stream(request('m', 'Hello')));
  };

  it('reads a stream that is torn into single bytes, with any line end', async () => {
    const tokens = ['Grü', 'ße ', '漢字', ' 🌊', '.'];
    for (const lineEnd of ['\n', '\r\n', '\r'] as const) {
      expect(textIn(await answerTo({ tokens, splitBytes: 1, lineEnd }))).toBe('Grüße 漢字 🌊.');
    }
  });

  it('joins a surrogate pair that is split over two tokens, and replaces half of one', async () => {
    const events = await answerTo({ tokens: ['a\ud83c', '\udf0a b', '\ud83c'], paceMs: 1 });
    expect(textIn(events)).toBe('a🌊 b\ufffd');
    expect(events.every((event) => event.type !== 'text' || event.delta.isWellFormed())).toBe(true);
  });

  it('leaves out NUL, which no database keeps', async () => {
    expect(textIn(await answerTo({ tokens: ['a\0b', '\0', 'c'] }))).toBe('abc');
  });

  it('gives reasoning, text and tool calls, in this order, with usage', async () => {
    const toolCalls = [
      { id: 'call_1', name: 'search', arguments: '{"query":"größe"}' },
      { id: 'call_2', name: 'clock', arguments: '{}' },
    ];
    const events = await answerTo({
      reasoning: ['Hm', 'm.'],
      tokens: ['Hi', '.'],
      toolCalls,
      finishReason: 'tool_calls',
    });
    expect(textIn(events, 'reasoning')).toBe('Hmm.');
    expect(textIn(events)).toBe('Hi.');
    expect(events.slice(-3)).toEqual([
      ...toolCalls.map((call) => ({ type: 'toolCall', ...call })),
      { type: 'finish', reason: 'tool_calls', usage: { promptTokens: 7, completionTokens: 2 } },
    ]);
  });

  it('finishes without usage, without an end mark, and with the reason alone', async () => {
    expect((await answerTo({ usage: null })).at(-1)).toEqual({ type: 'finish', reason: 'stop', usage: null });
    expect((await answerTo({ done: false })).at(-1)).toMatchObject({ reason: 'stop', usage: { promptTokens: 7 } });
    expect((await answerTo({ finishReason: 'length', done: false })).at(-1)).toMatchObject({ reason: 'length' });
  });

  it('finishes an empty answer', async () => {
    expect(await answerTo({ tokens: [] })).toEqual([
      { type: 'finish', reason: 'stop', usage: { promptTokens: 7, completionTokens: 0 } },
    ]);
  });

  it('finishes when the connection stays open, or breaks, after the reason to stop', async () => {
    const whole = await answerTo({ tokens: ['Hi'], done: false, usage: null, stall: 99 });
    expect(whole).toMatchObject([{ delta: 'Hi' }, { type: 'finish', reason: 'stop' }]);
    const broken = await answerTo({ tokens: ['Hi'], done: false, cut: { after: 99, how: 'reset' } });
    expect(broken).toMatchObject([{ delta: 'Hi' }, { type: 'finish', reason: 'stop' }]);
  });

  it('takes a whole JSON answer for a stream', async () => {
    expect(await answerTo({ isWhole: true, tokens: ['Hello ', 'there.'] })).toEqual([
      { type: 'text', delta: 'Hello there.' },
      { type: 'finish', reason: 'stop', usage: { promptTokens: 7, completionTokens: 2 } },
    ]);
  });

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
    ['zstd', zstdCompressSync],
  ])('unpacks a stream, a whole answer and a failure that came as %s', async (encoding, compress) => {
    const headers = { 'content-encoding': encoding };
    const body = (reply: ScriptedReply): string =>
      reply.isWhole ? wholeBody(reply, name, 'm') : [...bodyOf(reply, name, 'm')].map(({ text }) => text).join('');
    for (const reply of [{ tokens: ['Hel', 'lo.'] }, { tokens: ['Hello.'], isWhole: true }]) {
      const packed = { headers, body: compress(body(reply)), splitBytes: 7 };
      expect(textIn(await answerTo({ status: 200, ...packed }))).toBe('Hello.');
    }
    const failure = answerTo({ status: 400, headers, body: compress('{"error":{"message":"No such thing."}}') });
    await expect(failure).rejects.toThrow('No such thing.');
    const torn = compress(body({ tokens: ['Hello.'] })).subarray(0, 60);
    await expect(answerTo({ status: 200, headers, body: torn })).rejects.toMatchObject({
      code: 'PROVIDER_BAD_RESPONSE',
    });
  });

  it('says so when it cannot unpack an answer', async () => {
    const unknown = answerTo({
      headers: { 'content-encoding': 'compress' },
      raw: [Buffer.from('\x1f\x9dab', 'latin1')],
    });
    await expect(unknown).rejects.toMatchObject({ code: 'PROVIDER_BAD_RESPONSE', message: /content-encoding/ });
    const broken = answerTo({ headers: { 'content-encoding': 'gzip' }, raw: [Buffer.from('no gzip')] });
    await expect(broken).rejects.toThrow('cannot be unpacked');
  });

  it.each<[string, string, (body: string) => string | Buffer]>([
    ['gzip without a word of it', '', gzipSync],
    ['gzip in a list', 'identity, gzip', gzipSync],
    ['raw deflate', 'deflate', deflateRawSync],
    ['nothing, under the name of gzip', 'gzip', (body) => body],
    ['nothing, under the name of its characters', 'utf-8', (body) => body],
  ])('unpacks what came as %s', async (_name, encoding, compress) => {
    const body = [...bodyOf({ tokens: ['Hello.'] }, name, 'm')].map(({ text }) => text).join('');
    const headers: Record<string, string> = encoding === '' ? {} : { 'content-encoding': encoding };
    expect(textIn(await answerTo({ status: 200, headers, body: compress(body) }))).toBe('Hello.');
  });

  it('believes what comes, not its content type', async () => {
    for (const type of ['text/html', 'application/json', 'text/plain; charset=iso-8859-1']) {
      expect(textIn(await answerTo({ tokens: ['Grü', 'ße'], headers: { 'content-type': type } }))).toBe('Grüße');
    }
  });

  it('fails by a web page, a sentence or an event called error in place of the rest', async () => {
    const [start] = [...bodyOf({ tokens: ['Hi'] }, name, 'm')].filter(({ isToken }) => isToken);
    const rest: [string, RegExp][] = [
      ['<!DOCTYPE html><title>502</title>', /web page/],
      ['event: error\ndata: {"message":"It failed.","code":503}\n\n', /HTTP 503.*It failed\./],
      ['event: error\ndata: It failed.\n\n', /It failed\./],
      ['{\n"error": {\n"message": "It failed."\n}\n}\n', /It failed\./],
      ['error: {"message":"It failed.","code":503}\n\n', /HTTP 503.*It failed\./],
      ['data: Error: It failed.\n\n', /It failed\./],
      ["data: {'error': {'message': 'It failed.'}}\n\n", /It failed\./],
    ];
    for (const [text, message] of rest) {
      await expect(answerTo({ raw: [start!.text, text] })).rejects.toThrow(message);
    }
    const sentence = answerTo({ raw: ['no healthy upstream\n'] });
    await expect(sentence).rejects.toMatchObject({ message: /no healthy upstream/, isTransient: false });
  });

  it('reads past signs of life that are no JSON, numbers that are none, and an end by name', async () => {
    const pieces = [...bodyOf({ tokens: ['Hi\tyou'] }, name, 'm')].map(({ text }) => text);
    const odd = pieces.join('').replaceAll('"index":0', '"index":0,"logprobs":{"value":-Infinity,"raw":NaN}');
    const raw = ['data: ping\n\ndata: None\n\n', odd.replaceAll('\\t', '\t')];
    expect(textIn(await answerTo({ raw }))).toBe('Hi\tyou');
    const first = pieces.slice(0, pieces.findIndex((text) => text.includes('you')) + 1);
    expect(textIn(await answerTo({ raw: [...first, 'event: done\ndata: {}\n\n'] }))).toBe('Hi\tyou');
  });

  it('does not pass over what may be a part of the answer', async () => {
    const [first] = [...bodyOf({ tokens: ['Hi'] }, name, 'm')].filter(({ isToken }) => isToken);
    const raw = [first!.text, 'data: x {"choices":[]}\n\n', 'data: [DONE]\n\n'];
    await expect(answerTo({ raw })).rejects.toThrow('invalid JSON');
  });

  it('does not take another dialect for a broken connection', async () => {
    const raw = ['event: x\ndata: {"type":"response.output_text.delta","delta":"Hi"}\n\n'];
    await expect(answerTo({ raw })).rejects.toMatchObject({ message: /something else/, isTransient: false });
  });

  it('reads a token of 1 MB', async () => {
    const token = 'ä€🌊x'.repeat(100_000);
    expect(textIn(await answerTo({ tokens: [token] }))).toBe(token);
  });

  it('reads 200,000 tokens in far fewer events', async () => {
    const tokens = Array.from({ length: 200_000 }, (_, index) => ` w${index}`);
    const events = await answerTo({ tokens });
    expect(textIn(events)).toBe(tokens.join(''));
    expect(events.length).toBeLessThan(tokens.length / 10);
    expect(events.at(-1)).toMatchObject({ usage: { completionTokens: 200_000 } });
  });

  it.each(['headers', 0] as const)(
    'frees the connection at once when aborted before the first token (%s)',
    async (stall) => {
      const controller = new AbortController();
      const arrived = new Promise<void>((resolve) => {
        server.respondOnce(() => {
          resolve();
          return { stall };
        });
      });
      const reading = collect(provider.stream(request('m', 'Hello', { signal: controller.signal })));
      const outcome = expect(reading).rejects.toThrow('Stopped.');
      await arrived;
      controller.abort(new Error('Stopped.'));
      await outcome;
      await expect(server.requests[0]?.closedEarly).resolves.toBe(true);
    },
  );

  it('frees the connection at once when aborted in the middle', async () => {
    server.respondOnce({ tokens: endless(), paceMs: 1 });
    const controller = new AbortController();
    const read = async (): Promise<void> => {
      for await (const _event of provider.stream(request('m', 'Hello', { signal: controller.signal }))) {
        controller.abort(new Error('Stopped.'));
      }
    };
    await expect(read()).rejects.toThrow('Stopped.');
    await expect(server.requests[0]?.closedEarly).resolves.toBe(true);
  });

  it('frees the connection when the consumer leaves', async () => {
    server.respondOnce({ tokens: endless(), paceMs: 1 });
    for await (const event of provider.stream(request('m', 'Hello'))) {
      expect(event.type).toBe('text');
      break;
    }
    await expect(server.requests[0]?.closedEarly).resolves.toBe(true);
  });

  it('sends nothing when it was aborted before', async () => {
    const signal = AbortSignal.abort(new Error('Not wanted.'));
    await expect(collect(provider.stream(request('m', 'Hello', { signal })))).rejects.toThrow('Not wanted.');
    expect(server.requests).toHaveLength(0);
  });

  it('uses connections again after complete answers', async () => {
    const turns = 20;
    for (let turn = 0; turn < turns; turn += 1) {
      await answerTo({});
      await server.requests.at(-1)?.closedEarly;
      // Lets the end of the body, which comes behind the answer, arrive here.
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(new Set(server.requests.map((one) => one.remotePort)).size).toBeLessThan(turns);
  });

  it('stops reading while the consumer is slow, and loses nothing', async () => {
    const piece = 'x'.repeat(1_000);
    const count = 40_000;
    server.respondOnce({ tokens: repeated(piece, count) });
    const stream = provider.stream(request('m', 'Hello'))[Symbol.asyncIterator]();
    const first = await stream.next();
    const written = await settled(() => server.requests[0]?.bytesWritten ?? 0);
    expect(written).toBeLessThan((count * piece.length) / 2);
    let length = first.value?.type === 'text' ? first.value.delta.length : 0;
    for (let next = await stream.next(); next.done !== true; next = await stream.next()) {
      if (next.value.type === 'text') length += next.value.delta.length;
    }
    expect(length).toBe(count * piece.length);
  });
});

describe('streams of imitators', () => {
  let server: ScriptedOpenAiServer;
  beforeAll(async () => {
    server = await ScriptedOpenAiServer.start();
  });
  afterAll(() => server.close());

  const chunk = (content: string, reason: string | null = null): string =>
    JSON.stringify({ choices: [{ index: 0, delta: { content }, finish_reason: reason }] });

  async function answerTo(raw: readonly string[], timeouts: Partial<ProviderTimeouts> = {}): Promise<ModelEvent[]> {
    server.respondOnce({ raw });
    const transport = createHttpTransport({ afterFinishMs: 50, ...timeouts });
    const provider = new OpenAiCompatibleProvider(generic, { id: 'api', baseUrl: server.baseUrl }, transport);
    return collect(provider.stream(request('m', 'Hello')));
  }

  it.each([
    ['one line end between events', ['a', 'b', 'c'].map((text) => `data: ${chunk(text)}\n`)],
    ['lines of JSON', ['a', 'b', 'c'].map((text) => `${chunk(text)}\n`)],
    ['lines of Ollama', ['a', 'b', 'c'].map((content) => `${JSON.stringify({ message: { content }, done: false })}\n`)],
  ])('reads %s', async (_name, lines) => {
    const end = JSON.stringify({ choices: [{ delta: {}, finish_reason: 'stop' }] });
    const prefix = lines[0]!.startsWith('data') ? 'data: ' : '';
    expect(textIn(await answerTo([...lines, `${prefix}${end}\n`]))).toBe('abc');
  });

  it('does not take a reason along with text for the end', async () => {
    const pings = Array.from({ length: 2_000 }, () => ': ping\n\n');
    const events = ['a', 'b', 'c'].flatMap((text) => [`data: ${chunk(text, 'stop')}\n\n`, ...pings]);
    expect(textIn(await answerTo(events, { afterFinishMs: 1 }))).toBe('abc');
  });
});

function* endless(): Generator<string> {
  for (;;) yield 'word ';
}

function* repeated(text: string, count: number): Generator<string> {
  for (let index = 0; index < count; index += 1) yield text;
}

/** The value once it has stopped changing for 20 turns of the event loop. */
async function settled(read: () => number): Promise<number> {
  let last = -1;
  for (let calm = 0; calm < 20;) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    const value = read();
    calm = value === last ? calm + 1 : 0;
    last = value;
  }
  return last;
}
