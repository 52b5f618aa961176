/** Some models embed what is looked for differently from what is found. */
export type EmbeddingKind = 'query' | 'passage';

/** One request to an embedding service, as it went. An embedder that runs on this server tells of none. */
export interface EmbeddingCall {
  /** What was sent. */
  texts: readonly string[];
  /** What the service says it has read; null when it does not say. */
  promptTokens: number | null;
  /** Milliseconds from the request to its end. */
  durationMs: number;
  failed: boolean;
}

/** Turns text into vectors of length 1 whose closeness (cosine) is closeness in meaning. */
export interface Embedder {
  /**
   * Names the model: vectors of one id can be compared with each other and with no others.
   * A collection remembers it.
   */
  readonly id: string;
  /** Numbers in a vector; null until a remote model has told by its first answer. */
  readonly dimensions: number | null;
  /** How exact the numbers are (`int8`, `fp32`); kept with each vector, compatible within one id. */
  readonly precision: string;
  /** True for a model that knows English only: other languages are better searched by words. */
  readonly isEnglishOnly: boolean;
  /** The most texts one call takes. */
  readonly maxBatch: number;
  /**
   * One vector per text, in order. Text that is too long for the model is not refused: what does not fit has no or less weight.
   * Queries go before chunks that wait.
   * @param onCall told of each request to a service, also of one that fails; not where the vectors are remembered.
   * @throws ModelError when a model cannot be reached or refuses; nothing is embedded then.
   */
  embed(
    texts: readonly string[],
    kind: EmbeddingKind,
    signal?: AbortSignal,
    onCall?: (call: EmbeddingCall) => void,
  ): Promise<Float32Array[]>;
  /** Gets ready what the first call would wait for; asks no service. Rejects when it cannot be used. */
  prepare(): Promise<void>;
  close(): Promise<void>;
}
