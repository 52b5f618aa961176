/**
 * Counts tokens of text. Every model has a tokenizer of its own, so for most models a count is a good
 * estimate: what a provider reports goes before it. Any text is allowed: names of special tokens such
 * as `<|endoftext|>` count as the characters they are.
 */
export interface Tokenizer {
  /** For short text; time grows linearly, at worst about 4 ms for 1,000 characters. */
  countTokens(text: string): number;
  /** The same count for text of any length: other work gets its turn every few milliseconds. */
  countTokensInSlices(text: string): Promise<number>;
}
