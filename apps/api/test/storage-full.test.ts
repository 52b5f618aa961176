import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDocument, upload, whenRead } from './support/documents.ts';
import { mountSmallDisk, type SmallDisk } from './support/small-disk.ts';
import { startTestApp, type TestApp } from './support/test-app.ts';
import type { TestClient } from './support/test-client.ts';

const KILOBYTE = 1024;

let app: TestApp;
let alice: TestClient;
let disk: SmallDisk | null;
let files: string;

beforeAll(async () => {
  app = await startTestApp();
  alice = await app.signUp('alice');
  files = join(app.dataDir, 'files');
  disk = await mountSmallDisk(files, 256 * KILOBYTE);
});
afterAll(async () => {
  await disk?.remove();
  await app.close();
});

/** Every file there is, whole or half. */
async function filesOnDisk(): Promise<number> {
  const entries = await readdir(files, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).length;
}

const download = async (id: string): Promise<string> =>
  (await fetch(`${app.url}/api/documents/${id}/file`, { headers: { cookie: alice.cookie } })).text();
const text = (size: number, word: string): string => `${word} `.repeat(Math.ceil(size / (word.length + 1)));

describe('a disk without room', () => {
  it('refuses files, keeps no half of one, gives out what it has, and heals without a restart', async (context) => {
    if (!disk) return context.skip('file systems may not be mounted here');
    const kept = await addDocument(alice, 'kept.txt', text(100 * KILOBYTE, 'river'));
    expect(kept.status).toBe('READY');
    for (const word of ['lake', 'pond']) {
      const refused = await upload(alice, `${word}.txt`, text(300 * KILOBYTE, word));
      expect(refused).toMatchObject({ status: 507, error: { code: 'STORAGE_FULL' } });
    }
    expect(await filesOnDisk()).toBe(1);
    const { documents } = await alice.query('{ documents { totalCount } }');
    expect(documents.totalCount).toBe(1);
    expect(await download(kept.id)).toBe(text(100 * KILOBYTE, 'river'));
    await disk.resize(2_000 * KILOBYTE);
    const taken = await addDocument(alice, 'lake.txt', text(300 * KILOBYTE, 'lake'));
    expect(taken.status).toBe('READY');
    expect(await download(taken.id)).toBe(text(300 * KILOBYTE, 'lake'));
  });

  it('does the same while it is read-only; what is deleted then is cleaned up later', async (context) => {
    if (!disk) return context.skip('file systems may not be mounted here');
    const { id } = await addDocument(alice, 'gone.txt', 'It will be deleted.');
    const before = await filesOnDisk();
    await disk.setReadOnly(true);
    const refused = await upload(alice, 'new.txt', 'It cannot be kept.');
    expect(refused).toMatchObject({ status: 507, error: { code: 'STORAGE_FULL' } });
    expect(await download(id)).toBe('It will be deleted.');
    await alice.query('mutation ($id: ID!) { deleteDocument(id: $id) }', { id });
    expect(await alice.errorOf('query ($id: ID!) { document(id: $id) { id } }', { id })).toBe('NOT_FOUND');
    expect(await filesOnDisk()).toBe(before);
    await disk.setReadOnly(false);
    const { document } = await upload(alice, 'new.txt', 'It cannot be kept.');
    expect((await whenRead(alice, document!.id)).status).toBe('READY');
    expect(await download(document!.id)).toBe('It cannot be kept.');
  });
});
