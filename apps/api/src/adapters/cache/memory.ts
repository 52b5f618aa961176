import { MEGABYTE } from '../../kernel/bytes.ts';
import { type Cache, cacheSeconds } from '../../ports/cache.ts';
import { storedKey } from './cache-key.ts';

/**
 * Remembers in this process; what was used longest ago goes first.
 * @param maxBytes of all values together.
 */
export function createMemoryCache(maxBytes: number = 16 * MEGABYTE): Cache {
  const entries = new Map<string, { value: Uint8Array; expiresAt: number }>();
  let bytes = 0;

  function remove(key: string): void {
    bytes -= entries.get(key)?.value.byteLength ?? 0;
    entries.delete(key);
  }

  return {
    async get(key) {
      const name = storedKey(key);
      const entry = entries.get(name);
      if (!entry) return null;
      entries.delete(name);
      if (entry.expiresAt > Date.now()) {
        entries.set(name, entry);
        return entry.value;
      }
      bytes -= entry.value.byteLength;
      return null;
    },
    async set(key, value) {
      const name = storedKey(key);
      remove(name);
      entries.set(name, { value, expiresAt: Date.now() + cacheSeconds[key.kind] * 1_000 });
      bytes += value.byteLength;
      for (const oldest of entries.keys()) {
        if (bytes <= maxBytes) break;
        remove(oldest);
      }
    },
  };
}
