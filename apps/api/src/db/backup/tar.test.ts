import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { packTar, type TarEntry, unpackTar } from './tar.ts';

const entry = (name: string, bytes: Uint8Array): TarEntry => ({ name, size: bytes.length, content: [bytes] });

async function* listed(...entries: TarEntry[]): AsyncGenerator<TarEntry> {
  yield* entries;
}

async function read(archive: Uint8Array, skip: string[] = []): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for await (const { name, content } of unpackTar(Readable.from([archive]))) {
    if (!skip.includes(name)) found[name] = (await buffer(Readable.from(content))).toString('base64');
  }
  return found;
}

it('gives back what it was given, however long, and passes over what nobody reads', async () => {
  const contents = [0, 1, 511, 512, 513, 5_000_000].map((length) => randomBytes(length));
  const entries = contents.map((bytes, index) => entry(`files/${index}-${'n'.repeat(100)}`, bytes));
  const archive = await buffer(packTar(listed(...entries)));
  const expected = Object.fromEntries(entries.map(({ name }, index) => [name, contents[index]!.toString('base64')]));
  expect(await read(archive)).toEqual(expected);
  const skipped = [entries[2]!.name, entries[5]!.name];
  for (const name of skipped) delete expected[name];
  expect(await read(archive, skipped)).toEqual(expected);
});

it('fails when a file is not as long as it was said to be', async () => {
  const grown = { ...entry('files/grown', Buffer.from('abcd')), size: 3 };
  const cut = { ...entry('files/cut', Buffer.from('abcd')), size: 5 };
  await expect(buffer(packTar(listed(grown)))).rejects.toThrow(/files\/grown/);
  await expect(buffer(packTar(listed(cut)))).rejects.toThrow(/files\/cut/);
});

it('fails with what a content fails with', async () => {
  const gone = { name: 'files/gone', size: 3, content: createReadStream('/nowhere/gone') };
  await expect(buffer(packTar(listed(gone)))).rejects.toMatchObject({ code: 'ENOENT' });
  await expect(unpackTar(createReadStream('/nowhere/gone')).next()).rejects.toMatchObject({ code: 'ENOENT' });
});

it('refuses what was cut or changed, or is no archive', async () => {
  const archive = await buffer(packTar(listed(entry('a', randomBytes(2_000)), entry('b', randomBytes(2_000)))));
  const changed = Buffer.from(archive);
  changed[0]! ^= 1;
  const texts = Buffer.from('not an archive '.repeat(100));
  for (const bad of [
    archive.subarray(0, 1_000),
    archive.subarray(0, 3_000),
    archive.subarray(0, -512),
    changed,
    texts,
  ]) {
    await expect(read(bad)).rejects.toMatchObject({ name: 'BadTar' });
  }
});
