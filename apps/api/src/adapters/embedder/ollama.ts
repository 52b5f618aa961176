import { z } from 'zod';
import type { Embedder, EmbeddingKind } from '../../ports/embedder.ts';
import { type JsonService, requestJson } from '../json-service.ts';
import { readVectors } from './remote-vectors.ts';
import type { RemoteEmbedderSettings } from './settings.ts';

const answerSchema = z.object({ embeddings: z.unknown() });

/** A model of an Ollama server, by its own `POST /api/embed`, which cuts texts that are too long. */
export class OllamaEmbedder implements Embedder {
  readonly id: string;
  readonly precision = 'fp32';
  readonly isEnglishOnly = false;
  readonly maxBatch = 32;
  readonly #model: string;
  readonly #service: JsonService;
  #dimensions: number | null = null;

  constructor({ baseUrl, model }: RemoteEmbedderSettings) {
    this.id = `ollama:${model}`;
    this.#model = model;
    this.#service = { label: 'Ollama', baseUrl };
  }

  get dimensions(): number | null {
    return this.#dimensions;
  }

  async embed(texts: readonly string[], _kind: EmbeddingKind, signal?: AbortSignal): Promise<Float32Array[]> {
    if (texts.length === 0) return [];
    const body = { model: this.#model, input: texts, truncate: true };
    const answer = await requestJson(this.#service, '/api/embed', { body, signal });
    const vectors = readVectors(this.#service, answerSchema.safeParse(answer).data?.embeddings, texts.length);
    this.#dimensions = vectors[0]!.length;
    return vectors;
  }

  async prepare(): Promise<void> {
    await this.embed(['ready'], 'query');
  }

  async close(): Promise<void> {}
}
