import type { SqlEntityManager } from '@mikro-orm/sql';
import type { FileStore } from '../../../ports/file-store.ts';
import { Document } from './document.entity.ts';

/** A file is stored a moment before its document is committed. */
const LEAST_AGE = 60 * 60 * 1_000;
const BATCH = 500;

/** Deletes files that belong to no document any more: their account was deleted, or the server died in between. */
export class OrphanFiles {
  readonly #fork: () => SqlEntityManager;
  readonly #files: FileStore;

  constructor(fork: () => SqlEntityManager, files: FileStore) {
    this.#fork = fork;
    this.#files = files;
  }

  /** @returns how many files were deleted. */
  async sweep(now: Date): Promise<number> {
    let count = 0;
    let keys: string[] = [];
    for await (const key of this.#files.keys()) {
      if (madeAt(key) > now.getTime() - LEAST_AGE) continue;
      keys.push(key);
      if (keys.length < BATCH) continue;
      count += await this.#deleteUnknown(keys);
      keys = [];
    }
    return count + (await this.#deleteUnknown(keys));
  }

  async #deleteUnknown(keys: readonly string[]): Promise<number> {
    if (keys.length === 0) return 0;
    const documents = await this.#fork().find(Document, { storageKey: { $in: [...keys] } }, { fields: ['storageKey'] });
    const known = new Set(documents.map(({ storageKey }) => storageKey));
    const unknown = keys.filter((key) => !known.has(key));
    for (const key of unknown) await this.#files.delete(key);
    return unknown.length;
  }
}

/** Keys are UUIDv7: their first 48 bits are the moment they were made, in milliseconds. */
const madeAt = (key: string): number => Number.parseInt(key.replaceAll('-', '').slice(0, 12), 16);
