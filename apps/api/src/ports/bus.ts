/** Delivers small messages to every subscriber of a topic, on every instance, at most once, in order per publisher. */
export interface Bus {
  publish<T>(topic: string, message: T): void;
  /** Calls `listener` for each message until the returned function is called. */
  subscribe<T>(topic: string, listener: (message: T) => void): () => void;
  close(): Promise<void>;
}
