import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Embedder } from '../../ports/embedder.ts';
import { describeEmbedder } from './embedder.contract.ts';
import { createMemoryCache } from '../cache/memory.ts';
import { withQueryCache } from './cached-queries.ts';
import { createEmbedder } from './index.ts';
import { MiniLmEmbedder } from './minilm/minilm.ts';
import { createOllamaEmbedder } from './ollama.ts';
import { createOpenAiCompatibleEmbedder } from './openai-compatible.ts';

const cacheDir = await mkdtemp(join(tmpdir(), 'parley-embedder-'));
let server: Server;
let baseUrl = '';
/** What the next request is answered with instead of vectors. */
let failure: { status: number; body: string } | undefined;
let requests: { path: string; authorization: string | undefined }[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    let text = '';
    request.on('data', (piece: Buffer) => (text += piece.toString()));
    request.on('end', () => {
      requests.push({ path: request.url!, authorization: request.headers.authorization });
      const { input } = JSON.parse(text) as { input: string[] };
      const vectors = input.map((each) => [each.length + 1, 2, 3]);
      const body = request.url!.endsWith('/api/embed')
        ? { embeddings: vectors }
        : { data: vectors.map((embedding, index) => ({ index, embedding })).reverse() };
      response.writeHead(failure?.status ?? 200).end(failure?.body ?? JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.close();
  await rm(cacheDir, { recursive: true, force: true });
});

const openai = (): Embedder => createOpenAiCompatibleEmbedder({ baseUrl, apiKey: 'secret-key', model: 'small' });

describeEmbedder('MiniLM on ONNX Runtime', async () => new MiniLmEmbedder({ cacheDir, engine: 'onnx', threads: 1 }));
describeEmbedder('OpenAI-compatible', async () => openai());
describeEmbedder('Ollama', async () => createOllamaEmbedder({ baseUrl, model: 'nomic' }));

describe('MiniLM', () => {
  it('is the same model on both engines', async () => {
    const [onnx, wasm] = (['onnx', 'wasm'] as const).map(
      (engine) => new MiniLmEmbedder({ cacheDir, engine, threads: 1 }),
    );
    const texts = [
      'Where is Normandy?',
      'Rollo was the first ruler of Normandy, a region in France.',
      'Stocks fell today.',
    ];
    const [fast, slow] = await Promise.all([onnx!.embed(texts, 'passage'), wasm!.embed(texts, 'passage')]);
    const cosine = (a: Float32Array, b: Float32Array): number =>
      a.reduce((sum, value, index) => sum + value * b[index]!, 0);
    for (const index of texts.keys()) expect(cosine(fast[index]!, slow[index]!)).toBeGreaterThan(0.98);
    expect(cosine(fast[0]!, fast[1]!)).toBeGreaterThan(cosine(fast[0]!, fast[2]!) + 0.3);
    expect([onnx!.precision, wasm!.precision]).toEqual(['int8', 'fp32']);
    await Promise.all([onnx!.close(), wasm!.close()]);
  });
});

describe('a remote embedder', () => {
  it('sends the key, and tells what went wrong without showing it', async () => {
    requests = [];
    await openai().embed(['a'], 'query');
    expect(requests).toEqual([{ path: '/v1/embeddings', authorization: 'Bearer secret-key' }]);
    for (const [status, body, code] of [
      [401, 'secret-key', 'PROVIDER_AUTH'],
      [429, '', 'PROVIDER_RATE_LIMITED'],
      [500, 'secret-key', 'PROVIDER_UNAVAILABLE'],
      [200, '<html>', 'PROVIDER_BAD_RESPONSE'],
      [200, '{"data":[]}', 'PROVIDER_BAD_RESPONSE'],
      [200, '{"data":[{"index":0,"embedding":["NaN"]}]}', 'PROVIDER_BAD_RESPONSE'],
    ] as const) {
      failure = { status, body };
      const error = await openai()
        .embed(['a'], 'query')
        .catch((caught: unknown) => caught);
      expect(error).toMatchObject({ code });
      expect(String(error)).not.toContain('secret-key');
    }
    failure = undefined;
  });
});

describe('withQueryCache', () => {
  it('asks once for the same question, and forgets failures', async () => {
    requests = [];
    const embedder = withQueryCache(openai(), createMemoryCache());
    await Promise.all([embedder.embed(['one'], 'query'), embedder.embed(['one'], 'query')]);
    await embedder.embed(['one'], 'passage');
    expect(requests).toHaveLength(2);
    const [[remembered], [one]] = await Promise.all([
      embedder.embed(['one'], 'query'),
      openai().embed(['one'], 'query'),
    ]);
    expect(remembered).toEqual(one);
    expect(requests).toHaveLength(3);
    failure = { status: 500, body: '' };
    await expect(embedder.embed(['four'], 'query')).rejects.toMatchObject({ code: 'PROVIDER_UNAVAILABLE' });
    failure = undefined;
    expect(await embedder.embed(['four'], 'query')).toHaveLength(1);
  });
});

describe('createEmbedder', () => {
  it('knows its names', () => {
    expect(createEmbedder({ name: 'none', cacheDir }, createMemoryCache())).toBeNull();
    expect(createEmbedder({ name: 'local', cacheDir }, createMemoryCache())?.id).toBe('local:all-MiniLM-L6-v2');
    expect(createEmbedder({ name: 'ollama:a:b', cacheDir, ollama: { baseUrl } }, createMemoryCache())?.id).toBe(
      'ollama:a:b',
    );
    expect(() => createEmbedder({ name: 'openai:x', cacheDir }, createMemoryCache())).toThrow('OPENAI_API_KEY');
    expect(() => createEmbedder({ name: 'word2vec', cacheDir }, createMemoryCache())).toThrow('must be local');
  });
});
