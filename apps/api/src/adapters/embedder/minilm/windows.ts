/** Tokens the model was made for, the two that mark beginning and end included. */
export const WINDOW_TOKENS = 256;
/** Longer texts are cut: two windows hold a passage of 512 tokens. */
const MAX_WINDOWS = 4;

/**
 * Cuts the tokens of a text into windows the model can read, each with the marks around it.
 * @param tokens as the tokenizer gives them, marks included.
 */
export function windowsOf(tokens: readonly number[]): readonly (readonly number[])[] {
  if (tokens.length <= WINDOW_TOKENS) return [tokens];
  const begin = tokens[0]!;
  const end = tokens.at(-1)!;
  const room = WINDOW_TOKENS - 2;
  const inner = tokens.slice(1, -1).slice(0, MAX_WINDOWS * room);
  const count = Math.ceil(inner.length / room);
  // Of equal length: a last window of three words would count as much as a full one.
  const size = Math.ceil(inner.length / count);
  return Array.from({ length: count }, (_, index) => [begin, ...inner.slice(index * size, (index + 1) * size), end]);
}

/** The mean direction of vectors, with length 1. */
export function meanDirection(vectors: readonly Float32Array[]): Float32Array {
  const sum = new Float32Array(vectors[0]!.length);
  for (const vector of vectors) for (let index = 0; index < sum.length; index++) sum[index]! += vector[index]!;
  return normalized(sum);
}

export function normalized(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
}
