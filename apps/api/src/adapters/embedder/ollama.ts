import { z } from 'zod';
import type { Embedder, EmbeddingCall, EmbeddingKind } from '../../ports/embedder.ts';
import { type JsonService, requestJson } from '../json-service.ts';
import { readVectors } from './remote-vectors.ts';
import type { RemoteEmbedderSettings } from './settings.ts';
import { reportedTokens, toldCall } from './told-call.ts';

const answerSchema = z.object({ embeddings: z.unknown(), prompt_eval_count: z.unknown().optional() });

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

  async embed(
    texts: readonly string[],
    _kind: EmbeddingKind,
    signal?: AbortSignal,
    onCall?: (call: EmbeddingCall) => void,
  ): Promise<Float32Array[]> {
    if (texts.length === 0) return [];
    const body = { model: this.#model, input: texts, truncate: true };
    const vectors = await toldCall(texts, onCall, async () => {
      const answered = answerSchema.safeParse(await requestJson(this.#service, '/api/embed', { body, signal })).data;
      const promptTokens = reportedTokens(answered?.prompt_eval_count);
      return { answer: readVectors(this.#service, answered?.embeddings, texts.length), promptTokens };
    });
    this.#dimensions = vectors[0]!.length;
    return vectors;
  }

  async prepare(): Promise<void> {}

  async close(): Promise<void> {}
}
