import { createHash, type Hash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import type { Content } from './content.ts';
import type { FileTarget, StoredFiles } from './files.ts';
import {
  BadArchive,
  type BackupHeader,
  type BackupManifest,
  FORMAT,
  HEADER_NAME,
  MANIFEST_NAME,
  type TableSummary,
} from './format.ts';
import { BadTar, packTar, type TarEntry, unpackTar } from './tar.ts';
import { textOf } from './table-rows.ts';

/** Largest entry with rows, in characters: that much is in memory at once. */
const PART_LENGTH = 4_000_000;
const MAX_JSON_LENGTH = 10_000_000;

/** Writes an archive beside its place and moves it there when it is whole and on the disk. */
export async function writeArchive(
  path: string,
  header: Pick<BackupHeader, 'version' | 'madeAt'>,
  content: Content,
  files: StoredFiles,
): Promise<BackupManifest> {
  const unfinished = `${path}.part`;
  const manifest: BackupManifest = { tables: content.summaries, files: { count: 0, bytes: 0, sha256: '', missing: 0 } };
  try {
    const entries = entriesOf({ format: FORMAT, ...header, ...namesOf(content) }, content, files, manifest);
    const target = createWriteStream(unfinished, { mode: 0o600, flags: 'wx' });
    await pipeline(packTar(entries), createGzip(), target);
    const file = await open(unfinished, 'r+');
    await file.sync().finally(() => file.close());
    await rename(unfinished, path);
    return manifest;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw unfinishedExists(unfinished);
    await rm(unfinished, { force: true });
    throw error;
  }
}

const unfinishedExists = (path: string): Error =>
  new Error(
    `${path} already exists: another backup is running, or one was interrupted. Delete the file when no backup is running.`,
  );

const namesOf = ({ migrations, tables }: Content): Pick<BackupHeader, 'migrations' | 'tables'> => ({
  migrations: [...migrations],
  tables: tables.map(({ name, columns }) => ({ name, columns: [...columns] })),
});

async function* entriesOf(
  header: BackupHeader,
  content: Content,
  files: StoredFiles,
  manifest: BackupManifest,
): AsyncGenerator<TarEntry> {
  yield textEntry(HEADER_NAME, JSON.stringify(header, null, 2));
  let part = 0;
  for await (const { table, lines } of content.rows()) {
    for (const text of partsOf(lines))
      yield textEntry(`tables/${table}/${String(++part).padStart(8, '0')}.jsonl`, text);
  }
  const all = createHash('sha256');
  for await (const { key, size, content: bytes } of files.all()) {
    const own = createHash('sha256');
    yield { name: `files/${key}`, size, content: hashing(bytes, own) };
    all.update(`${key} ${own.digest('hex')}\n`);
    manifest.files.count += 1;
    manifest.files.bytes += size;
  }
  manifest.files.missing = files.missing;
  manifest.files.sha256 = all.digest('hex');
  yield textEntry(MANIFEST_NAME, JSON.stringify(manifest, null, 2));
}

function textEntry(name: string, text: string): TarEntry {
  const bytes = Buffer.from(text);
  return { name, size: bytes.length, content: [bytes] };
}

function* partsOf(lines: readonly string[]): Generator<string> {
  let first = 0;
  let length = 0;
  for (const [index, line] of lines.entries()) {
    length += line.length;
    if (length < PART_LENGTH && index < lines.length - 1) continue;
    yield textOf(lines.slice(first, index + 1));
    first = index + 1;
    length = 0;
  }
}

export interface ArchivedContent extends Content {
  header: BackupHeader;
  /** Files that documents name and that were not there for the backup; known when all rows were read. */
  files: { missing: number };
}

/**
 * Opens an archive as a content. The files are given to `target` when all rows were read.
 * @throws BadArchive when it is none, or was cut or changed.
 */
export async function openArchive(path: string, target: FileTarget): Promise<ArchivedContent> {
  const unzipped = createGunzip();
  // What goes wrong here is told by the generator that reads from it.
  pipeline(createReadStream(path), unzipped).catch(() => {});
  const entries = unpackTar(unzipped)[Symbol.asyncIterator]();
  const next = async (): Promise<TarEntry | undefined> => {
    const { value, done } = await entries.next().catch((error: unknown) => {
      throw readingProblem(error, path);
    });
    return done ? undefined : value;
  };
  const first = await next();
  if (first?.name !== HEADER_NAME) throw new BadArchive(`${path} is not a backup of Parley.`);
  const header = await readJson<BackupHeader>(first);
  if (header.format !== FORMAT) {
    throw new BadArchive(
      `${path} was made by Parley ${header.version}, in a form this one does not know. Use that release.`,
    );
  }
  const summaries: Record<string, TableSummary> = {};
  const files = { missing: 0 };
  const rows = (): AsyncGenerator<{ table: string; lines: string[] }> =>
    rowsIn(path, next, target, { summaries, files });
  return { header, migrations: header.migrations, tables: header.tables, summaries, files, rows };
}

async function* rowsIn(
  path: string,
  next: () => Promise<TarEntry | undefined>,
  target: FileTarget,
  told: Pick<ArchivedContent, 'summaries' | 'files'>,
): AsyncGenerator<{ table: string; lines: string[] }> {
  const all = createHash('sha256');
  try {
    for (let entry = await next(); entry; entry = await next()) {
      const [folder, name = ''] = entry.name.split('/');
      if (folder === 'tables') {
        const lines = (await readText(entry)).split('\n').slice(0, -1);
        yield { table: name, lines };
      } else if (folder === 'files') {
        const own = createHash('sha256');
        await target.write(name, hashing(entry.content, own));
        all.update(`${name} ${own.digest('hex')}\n`);
      } else if (entry.name === MANIFEST_NAME) {
        const manifest = await readJson<BackupManifest>(entry);
        if (manifest.files.sha256 !== all.digest('hex')) throw new BadArchive(`The files in ${path} are damaged.`);
        Object.assign(told.summaries, manifest.tables);
        told.files.missing = manifest.files.missing;
        return;
      }
    }
  } catch (error) {
    throw readingProblem(error, path);
  }
  throw new BadArchive(`${path} was cut: its end is missing.`);
}

async function readText({ name, size, content }: TarEntry): Promise<string> {
  if (size > 8 * MAX_JSON_LENGTH) throw new BadArchive(`${name} in the archive is larger than Parley writes it.`);
  const parts: Uint8Array[] = [];
  for await (const bytes of content) parts.push(bytes);
  return Buffer.concat(parts).toString();
}

async function readJson<T>(entry: TarEntry): Promise<T> {
  const text = await readText(entry);
  try {
    return JSON.parse(text) as T;
  } catch {
    throw new BadArchive(`${entry.name} in the archive is damaged.`);
  }
}

/** Passes bytes on and adds them to a hash. */
async function* hashing(
  content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  hash: Hash,
): AsyncGenerator<Uint8Array> {
  for await (const bytes of content) {
    hash.update(bytes);
    yield bytes;
  }
}

/** A fault of the archive in plain words; anything else as it is. */
function readingProblem(error: unknown, path: string): unknown {
  if (error instanceof BadArchive) return error;
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return new BadArchive(`There is no file ${path}.`);
  if (code === 'Z_BUF_ERROR') return new BadArchive(`${path} was cut: its end is missing.`);
  if (code?.startsWith('Z_') || error instanceof BadTar) {
    return new BadArchive(`${path} is not a backup of Parley, or was damaged.`);
  }
  return error;
}
