import { z } from 'zod';
import type { Embedder, EmbeddingKind } from '../../ports/embedder.ts';
import { type JsonService, requestJson } from '../json-service.ts';
import { readVectors } from './remote-vectors.ts';
import type { RemoteEmbedderSettings } from './settings.ts';

const answerSchema = z.object({ data: z.array(z.object({ index: z.number(), embedding: z.unknown() })) });
/** Characters of a text that are sent: no known model reads more. */
const MAX_CHARACTERS = 30_000;

/** Any server with OpenAI's `POST /embeddings`. */
export class OpenAiCompatibleEmbedder implements Embedder {
  readonly id: string;
  readonly precision = 'fp32';
  readonly isEnglishOnly = false;
  readonly maxBatch = 64;
  readonly #model: string;
  readonly #service: JsonService;
  #dimensions: number | null = null;

  constructor({ baseUrl, apiKey, model }: RemoteEmbedderSettings) {
    this.id = `openai:${model}`;
    this.#model = model;
    this.#service = {
      label: 'The embeddings endpoint',
      baseUrl,
      ...(apiKey ? { headers: { authorization: `Bearer ${apiKey}` } } : {}),
    };
  }

  get dimensions(): number | null {
    return this.#dimensions;
  }

  async embed(texts: readonly string[], _kind: EmbeddingKind, signal?: AbortSignal): Promise<Float32Array[]> {
    if (texts.length === 0) return [];
    // An empty text is refused by most servers.
    const input = texts.map((text) => text.slice(0, MAX_CHARACTERS) || ' ');
    const answer = await requestJson(this.#service, '/embeddings', { body: { model: this.#model, input }, signal });
    const items = answerSchema.safeParse(answer).data?.data.toSorted((a, b) => a.index - b.index);
    const vectors = readVectors(
      this.#service,
      items?.map((item) => item.embedding),
      texts.length,
    );
    this.#dimensions = vectors[0]!.length;
    return vectors;
  }

  async prepare(): Promise<void> {
    await this.embed(['ready'], 'query');
  }

  async close(): Promise<void> {}
}
