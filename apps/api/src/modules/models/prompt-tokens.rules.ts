/** What the chat format adds to each message: its delimiters and the role. */
export const MESSAGE_OVERHEAD_TOKENS = 4;
/** What primes the answer, once a request. */
export const REPLY_OVERHEAD_TOKENS = 3;

/**
 * Tokens of a request in the chat format.
 * @param textTokens tokens of the text of each message, the system prompt included.
 */
export function promptTokens(textTokens: readonly number[]): number {
  return textTokens.reduce((sum, tokens) => sum + tokens + MESSAGE_OVERHEAD_TOKENS, REPLY_OVERHEAD_TOKENS);
}
