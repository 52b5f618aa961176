/** Names a remembered value. */
export interface CacheKey {
  /** What kind of value it is; says in how many seconds it is forgotten, too. */
  kind: keyof typeof cacheSeconds;
  /** Whose content it is; null only where the value depends on nobody. */
  owner: string | null;
  /** Everything else the value depends on. It is hashed: the store does not show it. */
  id: string;
}

/** How long values are remembered, in seconds. */
export const cacheSeconds = {
  /** The vector of a question, by model and text. */
  queryVector: 24 * 60 * 60,
} as const;

/**
 * Remembers bytes that can be made again. Any of them may be gone at any time, and a store that is away has none:
 * neither method rejects. Never for roles, permissions or anything else that must not be out of date.
 */
export interface Cache {
  get(key: CacheKey): Promise<Uint8Array | null>;
  set(key: CacheKey, value: Uint8Array): Promise<void>;
}
