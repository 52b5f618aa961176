/**
 * Delivers small messages to every subscriber of a topic, on every instance, at most once, in order per publisher.
 * Subscribers of this instance have run when `publish` returns. Those of others are told a moment later, and not at all
 * while the connection to them is away: what must not be lost is in the database, and who listens can look there.
 */
export interface Bus {
  /** Never throws, waits or keeps more than a bounded number of messages. A message is plain JSON. */
  publish<T>(topic: string, message: T): void;
  /**
   * Calls `listener` for each message until the returned function is called.
   * @param missed called when messages of other instances may have been missed.
   */
  subscribe<T>(topic: string, listener: (message: T) => void, missed?: () => void): () => void;
  /** Whether other instances are reached; always true for what serves one process. */
  isHealthy(): boolean;
  close(): Promise<void>;
}
