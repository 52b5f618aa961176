import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, mkdir, open, opendir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ParleyError, notFound } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import type { FileStore, ReceivedFile } from '../../ports/file-store.ts';

const KEY = /^[\w-]{8,64}$/;
/** What the file system says when there is no room or no permission to write. */
const fullCodes = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM']);

/** Longer than any upload may take, in milliseconds. */
const UPLOAD_TIME = 60 * 60 * 1_000;

/** Keeps files in a folder, spread over 256 folders by the end of the key. */
export class LocalFolder implements FileStore {
  readonly #folder: string;
  readonly #incoming: string;

  constructor(folder: string) {
    this.#folder = folder;
    this.#incoming = join(folder, 'incoming');
  }

  async receive(source: AsyncIterable<Uint8Array>, maxBytes: number): Promise<ReceivedFile> {
    const path = join(this.#incoming, newId());
    try {
      await mkdir(this.#incoming, { recursive: true, mode: 0o700 });
      const { sizeBytes, contentHash } = await write(path, source, maxBytes);
      return {
        sizeBytes,
        contentHash,
        path,
        keep: (key) => this.#keep(path, key),
        discard: () => rm(path, { force: true }),
      };
    } catch (error) {
      await rm(path, { force: true }).catch(() => {});
      throw asStorageError(error);
    }
  }

  async read(key: string): Promise<{ stream: NodeJS.ReadableStream; sizeBytes: number } | null> {
    const path = this.#pathOf(key);
    try {
      const { size } = await stat(path);
      return { stream: createReadStream(path), sizeBytes: size };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }

  async withLocalFile<T>(key: string, use: (path: string) => Promise<T>): Promise<T> {
    const path = this.#pathOf(key);
    await access(path).catch(() => {
      throw notFound('File');
    });
    return use(path);
  }

  async delete(key: string): Promise<void> {
    const path = this.#pathOf(key);
    await rm(path, { force: true }).catch((error: unknown) => {
      throw asStorageError(error);
    });
  }

  async *keys(): AsyncIterable<string> {
    const folders = await readdir(this.#folder).catch(() => []);
    for (const folder of folders.filter((name) => /^[0-9a-z_-]{2}$/i.test(name))) {
      for await (const entry of await opendir(join(this.#folder, folder))) if (entry.isFile()) yield entry.name;
    }
  }

  async clean(isOnlyInstance: boolean): Promise<void> {
    const before = isOnlyInstance ? Infinity : Date.now() - UPLOAD_TIME;
    for (const name of await readdir(this.#incoming).catch(() => [])) {
      const path = join(this.#incoming, name);
      const changed = await stat(path).catch(() => null);
      if (changed && changed.mtimeMs < before) await rm(path, { force: true });
    }
  }

  async #keep(path: string, key: string): Promise<void> {
    const target = this.#pathOf(key);
    try {
      await mkdir(join(target, '..'), { recursive: true, mode: 0o700 });
      await rename(path, target);
    } catch (error) {
      throw asStorageError(error);
    }
  }

  #pathOf(key: string): string {
    if (!KEY.test(key)) throw new Error('Not a key of the file store.');
    return join(this.#folder, key.slice(-2), key);
  }
}

async function write(
  path: string,
  source: AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<{ sizeBytes: number; contentHash: string }> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  const file = await open(path, 'wx', 0o600);
  try {
    for await (const bytes of source) {
      sizeBytes += bytes.length;
      if (sizeBytes > maxBytes) {
        const limit = Math.round((maxBytes / 1024 / 1024) * 100) / 100;
        throw new ParleyError('FILE_TOO_LARGE', `The file exceeds the limit of ${limit} MB. Split or shorten it.`, {
          field: 'file',
        });
      }
      hash.update(bytes);
      await file.writeFile(bytes);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { sizeBytes, contentHash: hash.digest('hex') };
}

function asStorageError(error: unknown): unknown {
  if (!fullCodes.has(String((error as NodeJS.ErrnoException).code))) return error;
  return new ParleyError(
    'STORAGE_FULL',
    'The server’s disk is full or read-only. Nothing was saved. Try again when space is available.',
    { cause: error },
  );
}
