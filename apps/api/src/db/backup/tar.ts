import type { Hash } from 'node:crypto';

/** Size of a header, and what contents are filled up to. */
const BLOCK = 512;
const MODE = '0000600\0';

export interface TarEntry {
  name: string;
  /** In bytes. */
  size: number;
  content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

/**
 * Regular files as a tar archive (POSIX ustar), which every tar can read.
 * @throws Error when a content is not as long as it was said to be.
 */
export async function* packTar(entries: AsyncIterable<TarEntry>): AsyncGenerator<Uint8Array> {
  for await (const { name, size, content } of entries) {
    yield headerOf(name, size);
    let written = 0;
    for await (const bytes of content) {
      written += bytes.length;
      yield bytes;
    }
    if (written !== size) throw new Error(`${name} changed while it was read.`);
    yield Buffer.alloc(paddingOf(size));
  }
  yield Buffer.alloc(2 * BLOCK);
}

/**
 * The entries of a tar archive, one after the other; what of a content was not read is skipped.
 * @throws Error when it is none, or ends too early.
 */
export async function* unpackTar(source: AsyncIterable<Uint8Array>): AsyncGenerator<TarEntry> {
  const reader = new BlockReader(source);
  for (;;) {
    const header = await reader.take(BLOCK);
    if (header.every((byte) => byte === 0)) return;
    const { name, size } = readHeader(header);
    let left = size;
    const content = (async function* (): AsyncGenerator<Uint8Array> {
      while (left > 0) {
        const bytes = await reader.takeUpTo(left);
        left -= bytes.length;
        yield bytes;
      }
    })();
    yield { name, size, content };
    while (left > 0) left -= (await reader.takeUpTo(left)).length;
    await reader.take(paddingOf(size));
  }
}

const paddingOf = (size: number): number => (BLOCK - (size % BLOCK)) % BLOCK;

function headerOf(name: string, size: number): Buffer {
  if (Buffer.byteLength(name) > 100) throw new Error(`${name} is too long a name.`);
  const header = Buffer.alloc(BLOCK);
  header.write(name, 0);
  header.write(`${MODE}0000000\x000000000\0`, 100);
  header.write(`${size.toString(8).padStart(11, '0')} `, 124);
  header.write('00000000000 ', 136);
  header.write('        0', 148);
  header.write('ustar\x0000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}

function readHeader(header: Buffer): { name: string; size: number } {
  const text = (from: number, length: number): string => {
    const field = header.subarray(from, from + length);
    const end = field.indexOf(0);
    return field.toString('utf8', 0, end === -1 ? length : end);
  };
  const size = Number.parseInt(text(124, 12).trim(), 8);
  const isRegular = ['0', '\0'].includes(String.fromCharCode(header[156]!));
  if (text(257, 5) !== 'ustar' || !isRegular || !(size >= 0)) throw new Error('This is not an archive of Parley.');
  return { name: text(0, 100), size };
}

/** Reads a stream by the bytes one wants. */
class BlockReader {
  readonly #source: AsyncIterator<Uint8Array>;
  #rest: Uint8Array = new Uint8Array();

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** At least one byte, at most `limit`. */
  async takeUpTo(limit: number): Promise<Uint8Array> {
    while (this.#rest.length === 0) {
      const { done, value } = await this.#source.next();
      if (done) throw new Error('The archive ends too early.');
      this.#rest = value;
    }
    const taken = this.#rest.subarray(0, limit);
    this.#rest = this.#rest.subarray(taken.length);
    return taken;
  }

  async take(length: number): Promise<Buffer> {
    const parts: Uint8Array[] = [];
    for (let left = length; left > 0; left -= parts.at(-1)!.length) parts.push(await this.takeUpTo(left));
    return Buffer.concat(parts);
  }
}

/** Passes bytes on and adds them to a hash. */
export async function* hashing(
  content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  hash: Hash,
): AsyncGenerator<Uint8Array> {
  for await (const bytes of content) {
    hash.update(bytes);
    yield bytes;
  }
}
