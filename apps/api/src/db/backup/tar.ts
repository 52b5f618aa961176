import { Readable } from 'node:stream';
import { createTarDecoder, createTarPacker, type TarPackController } from 'modern-tar';

const MODE = 0o600;

export interface TarEntry {
  name: string;
  /** In bytes. */
  size: number;
  content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

/** What was read is no tar archive, or was cut or changed. */
export class BadTar extends Error {
  override name = 'BadTar';
}

/** Regular files as a tar archive; it fails when a content is not as long as it was said to be. */
export function packTar(entries: AsyncIterable<TarEntry>): Readable {
  const { readable, controller } = createTarPacker();
  // The archive fails with what fails here.
  packInto(controller, entries).catch((error: unknown) => controller.error(error));
  return Readable.fromWeb(readable);
}

async function packInto(controller: TarPackController, entries: AsyncIterable<TarEntry>): Promise<void> {
  for await (const { name, size, content } of entries) {
    const writer = controller.add({ name, size, mode: MODE }).getWriter();
    for await (const bytes of content) await writer.write(bytes);
    await writer.close();
  }
  controller.finalize();
}

/**
 * The entries of a tar archive, one after the other; the content of each must be read, or is lost, before the next.
 * @throws BadTar; what the source fails with.
 */
export async function* unpackTar(source: Readable): AsyncGenerator<TarEntry> {
  const decoder = createTarDecoder({ strict: true });
  const entries = toldPlainly(Readable.toWeb(source).pipeThrough(decoder));
  for await (const { header, body } of entries) {
    const content = toldPlainly(body);
    yield { name: header.name, size: header.size, content };
    for await (const _ of content);
  }
}

/** The same, with the plain errors of the library as BadTar. */
async function* toldPlainly<T>(stream: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* stream;
  } catch (error) {
    const isOfSource = (error as NodeJS.ErrnoException).code !== undefined;
    throw isOfSource ? error : new BadTar((error as Error).message, { cause: error });
  }
}
