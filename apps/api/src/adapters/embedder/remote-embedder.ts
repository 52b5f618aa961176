import { asCount } from '../../kernel/token-count.ts';
import type { Embedder, EmbeddingCall, EmbeddingKind } from '../../ports/embedder.ts';
import type { JsonService } from '../json-service.ts';
import { readVectors } from './remote-vectors.ts';
import { toldCall } from './told-call.ts';

/** What tells one embedding service from another. */
export interface RemoteModel {
  id: string;
  service: JsonService;
  /** Most texts of one request. */
  maxBatch: number;
  /** Makes of a text what the service takes. */
  prepareText?: (text: string) => string;
  /** Asks for vectors; whatever was answered is checked afterwards. */
  ask(texts: readonly string[], signal: AbortSignal | undefined): Promise<{ vectors: unknown; promptTokens: unknown }>;
}

/** A model on a server; how long its vectors are is known after the first ones. */
export class RemoteEmbedder implements Embedder {
  readonly id: string;
  readonly precision = 'fp32';
  readonly isEnglishOnly = false;
  readonly maxBatch: number;
  readonly #model: RemoteModel;
  #dimensions: number | null = null;

  constructor(model: RemoteModel) {
    this.id = model.id;
    this.maxBatch = model.maxBatch;
    this.#model = model;
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
    const { service, prepareText } = this.#model;
    const input = prepareText ? texts.map(prepareText) : texts;
    const vectors = await toldCall(input, onCall, async () => {
      const answered = await this.#model.ask(input, signal);
      const answer = readVectors(service, answered.vectors, texts.length);
      return { answer, promptTokens: asCount(answered.promptTokens) ?? null };
    });
    this.#dimensions = vectors[0]!.length;
    return vectors;
  }

  async prepare(): Promise<void> {}

  async close(): Promise<void> {}
}
