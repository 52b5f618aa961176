import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createFileStore } from '../../src/adapters/file-store/index.ts';
import { openDatabase } from '../../src/db/orm.ts';
import { OrphanFiles } from '../../src/modules/knowledge/index.ts';
import { upload, whenRead } from '../support/documents.ts';
import { type EmbeddingServer, startEmbeddingServer } from '../support/embedding-server.ts';
import { ServerProcess } from '../support/server-process.ts';
import { createUser, TestClient } from '../support/test-client.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

/** A campaign of many: FAULT_ROUNDS=100. */
const ROUNDS = Number(process.env['FAULT_ROUNDS'] ?? 2);
const DOCUMENTS = 4;
const DAY = 24 * 60 * 60 * 1_000;

let dataDir: string;
let database: TestDatabase;
let embedder: EmbeddingServer;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'parley-documents-kill-'));
  database = await createTestDatabase();
  embedder = await startEmbeddingServer();
});
afterAll(async () => {
  await ServerProcess.crashAll();
  embedder.close();
  await database.drop();
  await rm(dataDir, { recursive: true, force: true });
});

const start = (): Promise<ServerProcess> =>
  ServerProcess.start({
    DATA_DIR: dataDir,
    EMBEDDER: 'openai:text-embedding-3-small',
    OPENAI_API_KEY: 'secret',
    OPENAI_BASE_URL: embedder.url,
    ...database.settings,
  });

/** Of some hundred passages, and different each time. */
const textOf = (name: string): string =>
  Array.from({ length: 3_000 }, (_, index) => `Sentence ${index} of ${name} tells of the sea and the wind.`).join(' ');

it(
  'kill -9 while documents are read and deleted leaves every one whole or gone',
  async () => {
    let server = await start();
    const { cookie } = await createUser(server.url, 'alice');
    const kept: string[] = [];
    const deleted: string[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const alice = personAt(server, cookie);
      const names = Array.from({ length: DOCUMENTS }, (_, index) => `round ${round} document ${index}`);
      const answers = await Promise.all(names.map((name) => upload(alice, `${name}.txt`, textOf(name))));
      const ids = answers.map(({ document }) => document!.id);
      await sleep(Math.random() * 2_000);
      const [doomed, ...others] = ids as [string, ...string[]];
      const deleting = remove(alice, doomed).catch(() => undefined);
      await sleep(Math.random() * 50);
      await server.crash();
      await deleting;

      server = await start();
      const back = personAt(server, cookie);
      // Whoever did not hear that it is deleted deletes it again.
      await remove(back, doomed).catch((error: Error) => expect(error.message).toMatch(/^NOT_FOUND/));
      deleted.push(doomed);
      kept.push(...others);
      for (const id of kept) expect((await whenRead(back, id)).status).toBe('READY');
      await back.close();
    }
    await server.stop();
    await expectNoOrphans(kept);
  },
  60_000 + ROUNDS * 60_000,
);

const remove = (client: TestClient, id: string): Promise<unknown> =>
  client.query('mutation ($id: ID!) { deleteDocument(id: $id) }', { id });

function personAt(server: ServerProcess, cookie: string): TestClient {
  const client = new TestClient(server.url);
  client.cookie = cookie;
  return client;
}

/** Every passage of what is kept has its vector and its words, numbered without a gap; of the rest there is nothing, not even a file. */
async function expectNoOrphans(kept: readonly string[]): Promise<void> {
  const { DATABASE_URL: url } = database.settings;
  const opened = await openDatabase(url ? { url } : { embeddedDir: join(dataDir, 'postgres') });
  try {
    const rows = await opened.fork().execute<{ id: string; [count: string]: unknown }[]>(`
      select id, chunk_count as told,
        (select count(*)::int from chunks where document_id = documents.id) as chunks,
        (select coalesce(max(ordinal) + 1, 0) from chunks where document_id = documents.id) as places,
        (select count(*)::int from chunk_vectors where document_id = documents.id) as vectors,
        (select count(*)::int from chunk_terms where document_id = documents.id) as words
      from documents order by id`);
    expect(rows.map(({ id }) => id)).toEqual([...kept].sort());
    for (const { told, chunks, places, vectors, words } of rows) {
      expect(told).toBeGreaterThan(10);
      expect([chunks, places, vectors, words]).toEqual([told, told, told, told]);
    }
    const [orphans] = await opened.fork().execute(`
      select (select count(*)::int from chunks where document_id not in (select id from documents)) as chunks,
        (select count(*)::int from chunk_vectors where document_id not in (select id from documents)) as vectors,
        (select count(*)::int from chunk_terms where document_id not in (select id from documents)) as words`);
    expect(orphans).toEqual({ chunks: 0, vectors: 0, words: 0 });
    const files = createFileStore(dataDir);
    await new OrphanFiles(opened.fork, files).sweep(new Date(Date.now() + DAY));
    let count = 0;
    for await (const _key of files.keys()) count++;
    expect(count).toBe(kept.length);
  } finally {
    await opened.close();
  }
}
