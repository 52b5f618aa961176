import { mkdtemp, readdir, rm, utimes } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../kernel/ids.ts';
import type { FileStore } from '../../ports/file-store.ts';
import { createFileStore } from './index.ts';

async function* bytes(...parts: string[]): AsyncIterable<Uint8Array> {
  for (const part of parts) yield Buffer.from(part);
}

async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of source) items.push(item);
  return items;
}

describe('the file store', () => {
  let folder: string;
  let store: FileStore;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parley-files-'));
    store = createFileStore(folder);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const incoming = (): Promise<string[]> => readdir(join(folder, 'files', 'incoming'));
  const read = async (key: string): Promise<string | null> => {
    const file = await store.read(key);
    return file && (await text(file.stream as never));
  };

  it('keeps what it was given, and gives it back', async () => {
    const received = await store.receive(bytes('one ', 'two'), 100);
    expect(received).toMatchObject({ sizeBytes: 7, contentHash: createHash('sha256').update('one two').digest('hex') });
    const key = newId();
    expect(await read(key)).toBeNull();
    await received.keep(key);
    await received.discard();
    expect(await read(key)).toBe('one two');
    expect(await store.withLocalFile(key, async (path) => path.endsWith(key))).toBe(true);
    expect(await collect(store.keys())).toEqual([key]);
    await store.delete(key);
    await store.delete(key);
    expect(await read(key)).toBeNull();
    await expect(store.withLocalFile(key, async () => {})).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('takes exactly as much as allowed, and leaves nothing of what is more', async () => {
    const full = await store.receive(bytes('12345'), 5);
    expect(full.sizeBytes).toBe(5);
    await full.discard();
    await expect(store.receive(bytes('12345', '6'), 5)).rejects.toMatchObject({
      code: 'FILE_TOO_LARGE',
      field: 'file',
    });
    expect(await incoming()).toEqual([]);
  });

  it('leaves nothing of an upload that breaks off', async () => {
    async function* broken(): AsyncIterable<Uint8Array> {
      yield Buffer.from('some');
      throw new Error('connection lost');
    }
    await expect(store.receive(broken(), 100)).rejects.toThrow('connection lost');
    expect(await incoming()).toEqual([]);
  });

  it('forgets what an earlier process received and never kept', async () => {
    await store.receive(bytes('left'), 100);
    await store.clean(true);
    expect(await incoming()).toEqual([]);
    expect(await (await store.receive(bytes('next'), 100)).discard()).toBeUndefined();
    expect(await incoming()).toEqual([]);
  });

  it('leaves alone what another process may be receiving', async () => {
    const receiving = await store.receive(bytes('under way'), 100);
    await store.clean(false);
    await receiving.keep('under-way');
    const old = await store.receive(bytes('left'), 100);
    await utimes(old.path, 0, 0);
    await store.clean(false);
    expect(await incoming()).toEqual([]);
  });

  it.each(['', '../../etc/passwd', 'a/b', 'a'.repeat(65)])('takes “%s” for no key', async (key) => {
    await expect(store.read(key)).rejects.toThrow('Not a key');
    await expect(store.delete(key)).rejects.toThrow('Not a key');
  });
});
