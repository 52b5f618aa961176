import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { newId } from '../../kernel/ids.ts';
import type { FileTarget } from './archive.ts';
import { BadArchive } from './format.ts';
import { query } from './sql.ts';

const PAGE = 1_000;
const KEY = /^[\w-]{8,64}$/;

/** Where the file store of a data folder has a file. */
function pathOf(dataDir: string, key: string): string {
  if (!KEY.test(key)) throw new BadArchive(`${key} is not the name of a stored file.`);
  return join(dataDir, 'files', key.slice(-2), key);
}

export interface StoredFile {
  key: string;
  size: number;
  content: AsyncIterable<Uint8Array>;
}

/** The files that the documents of a database name. One that was deleted meanwhile is left out and counted. */
export class StoredFiles {
  readonly #tx: SqlEntityManager;
  readonly #dataDir: string;
  missing = 0;

  constructor(tx: SqlEntityManager, dataDir: string) {
    this.#tx = tx;
    this.#dataDir = dataDir;
  }

  async *all(): AsyncGenerator<StoredFile> {
    for (let after = ''; ;) {
      const rows = await query<{ key: string }>(
        this.#tx,
        `select storage_key as key from documents where storage_key collate "C" > $1 order by storage_key collate "C" limit ${PAGE}`,
        [after],
      );
      if (rows.length === 0) return;
      after = rows.at(-1)!.key;
      for (const { key } of rows) {
        const path = pathOf(this.#dataDir, key);
        const found = await stat(path).catch(() => null);
        if (found) yield { key, size: found.size, content: createReadStream(path) };
        else this.missing += 1;
      }
    }
  }
}

/** Puts files into a data folder, and takes back what it has put there. */
export class RestoredFiles implements FileTarget {
  readonly #dataDir: string;
  readonly #added: string[] = [];

  constructor(dataDir: string) {
    this.#dataDir = dataDir;
  }

  async write(key: string, content: AsyncIterable<Uint8Array>): Promise<void> {
    const path = pathOf(this.#dataDir, key);
    const exists = await stat(path).then(
      () => true,
      () => false,
    );
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const unfinished = `${path}.${newId()}`;
    const file = await open(unfinished, 'wx', 0o600);
    try {
      for await (const bytes of content) await file.writeFile(bytes);
      await file.sync();
    } catch (error) {
      await rm(unfinished, { force: true });
      throw error;
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
    if (!exists) this.#added.push(path);
  }

  async takeBack(): Promise<void> {
    for (const path of this.#added) await rm(path, { force: true });
  }
}
