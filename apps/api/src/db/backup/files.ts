import { access, constants, type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { newId } from '../../kernel/ids.ts';
import { BadArchive } from './format.ts';
import { query } from './sql.ts';

/** Receives the files of an archive. */
export interface FileTarget {
  write(key: string, content: AsyncIterable<Uint8Array>): Promise<void>;
}

const PAGE = 1_000;
const KEY = /^[\w-]{8,64}$/;

const folderOf = (dataDir: string): string => join(dataDir, 'files');

/** Where the file store of a data folder has a file. */
function pathOf(dataDir: string, key: string): string {
  if (!KEY.test(key)) throw new BadArchive(`${key} is not the name of a stored file.`);
  return join(folderOf(dataDir), key.slice(-2), key);
}

export interface StoredFile {
  key: string;
  size: number;
  content: AsyncIterable<Uint8Array>;
}

/**
 * The files that the documents of a database name. One that was deleted meanwhile is left out and counted.
 * @throws Error when they are not in this data folder at all, or may not be read: a backup without them would be none.
 */
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
      if (after === '') await checkFolder(this.#dataDir);
      after = rows.at(-1)!.key;
      for (const { key } of rows) {
        const file = await openIfThere(pathOf(this.#dataDir, key));
        if (file) yield { key, size: (await file.stat()).size, content: file.createReadStream() };
        else this.missing += 1;
      }
    }
  }
}

async function checkFolder(dataDir: string): Promise<void> {
  const folder = folderOf(dataDir);
  try {
    await access(folder, constants.R_OK | constants.X_OK);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw unreadable(folder, error);
    throw new Error(
      `Documents have files, but the folder ${folder} does not exist. Set DATA_DIR to the folder that the server uses.`,
      { cause: error },
    );
  }
}

/** Null when it is gone. */
async function openIfThere(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw unreadable(path, error);
  }
}

const unreadable = (path: string, error: unknown): Error =>
  new Error(
    `${path} cannot be read (${(error as NodeJS.ErrnoException).code}). Run this as the user that the server runs as.`,
    { cause: error },
  );

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
