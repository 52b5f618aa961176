import { createHash } from 'node:crypto';
import type { CacheKey } from '../../ports/cache.ts';

/** A key as stores have it: the owner readable, so that a person’s values can be found; the rest hashed. */
export function storedKey({ kind, owner, id }: CacheKey): string {
  return `${kind}:${owner ?? 'shared'}:${createHash('sha256').update(id).digest('base64url')}`;
}
