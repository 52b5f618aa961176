/** Tokens a chat format adds around each message, with most models. */
export const TOKENS_PER_MESSAGE = 4;

/** Tokens of messages with what a chat format adds. */
export const tokensOf = (messages: readonly { tokenCount: number }[]): number =>
  messages.reduce((sum, { tokenCount }) => sum + tokenCount + TOKENS_PER_MESSAGE, 0);
