/** Runs the model on windows of tokens. */
export interface MiniLmEngine {
  readonly precision: string;
  /** Most windows that are worth running at once. */
  readonly batch: number;
  /** One vector of length 1 per text. */
  embed(texts: readonly string[]): Promise<Float32Array[]>;
}

export const DIMENSIONS = 384;
