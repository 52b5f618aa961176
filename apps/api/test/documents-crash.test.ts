import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findDocument, upload, whenRead } from './support/documents.ts';
import { ServerProcess } from './support/server-process.ts';
import { createUser, TestClient } from './support/test-client.ts';
import { createTestDatabase, type TestDatabase } from './support/test-database.ts';

let dataDir: string;
let database: TestDatabase;
let server: ServerProcess;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'parley-documents-crash-'));
  database = await createTestDatabase();
});
afterAll(async () => {
  await server.crash();
  await rm(dataDir, { recursive: true, force: true });
  await database.drop();
});

it('a document that was being read when the server died is read after the next start', async () => {
  server = await ServerProcess.start({ DATA_DIR: dataDir, ...database.settings, EMBEDDER: 'none' });
  const alice = await createUser(server.url, 'alice');
  const text = Array.from({ length: 25_000 }, (_, index) => `Sentence number ${index} tells of the sea.`).join(' ');
  const { document } = await upload(alice, 'sea.txt', text);
  for (;;) {
    const { status, chunkCount } = await findDocument(alice, document!.id);
    expect(status).not.toBe('READY');
    if (chunkCount > 0) break;
    await sleep(10);
  }
  await server.crash();
  server = await ServerProcess.start({ DATA_DIR: dataDir, ...database.settings, EMBEDDER: 'none' });
  const back = new TestClient(server.url);
  back.cookie = alice.cookie;
  const read = await whenRead(back, document!.id);
  expect(read.status).toBe('READY');
  const ordinals: number[] = [];
  for (let after: string | null = null; ;) {
    const {
      document: page,
    }: {
      document: { chunks: { nodes: { ordinal: number }[]; pageInfo: { endCursor: string; hasNextPage: boolean } } };
    } = await back.query(
      'query ($id: ID!, $after: String) { document(id: $id) { chunks(first: 100, after: $after) { nodes { ordinal } pageInfo { endCursor hasNextPage } } } }',
      { id: read.id, after },
    );
    ordinals.push(...page.chunks.nodes.map(({ ordinal }) => ordinal));
    if (!page.chunks.pageInfo.hasNextPage) break;
    after = page.chunks.pageInfo.endCursor;
  }
  expect(ordinals).toEqual(Array.from({ length: read.chunkCount }, (_, index) => index));
}, 120_000);
