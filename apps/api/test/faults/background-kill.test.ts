import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createFileStore } from '../../src/adapters/file-store/index.ts';
import { OrphanFiles } from '../../src/modules/knowledge/index.ts';
import { ask, collectRun } from '../support/conversation.ts';
import { findDocument, upload, whenRead } from '../support/documents.ts';
import { type EmbeddingServer, startEmbeddingServer } from '../support/embedding-server.ts';
import { ScriptedOpenAiServer } from '../support/scripted-openai-server.ts';
import { createServerHome, type ServerHome } from '../support/server-home.ts';
import { ServerProcess } from '../support/server-process.ts';
import { createUser, TestClient } from '../support/test-client.ts';
import { until } from '../support/until.ts';
import { bodyOf, upstreamModel } from '../support/upstream.ts';

/** A campaign of many: FAULT_ROUNDS=100. */
const ROUNDS = Number(process.env['FAULT_ROUNDS'] ?? 2);
const DOCUMENTS = 4;
const DAY = 24 * 60 * 60 * 1_000;

let home: ServerHome;
let embedder: EmbeddingServer;
let upstream: ScriptedOpenAiServer;
let titlesAsked = 0;

beforeAll(async () => {
  home = await createServerHome();
  embedder = await startEmbeddingServer();
  upstream = await ScriptedOpenAiServer.start();
  upstream.respond((request) => {
    if (!bodyOf(request).messages[0]!.content.startsWith('You name')) return { tokens: ['Done.'] };
    return ++titlesAsked === 1 ? { stall: 'headers' } : { tokens: ['A late title'] };
  });
});
afterAll(async () => {
  await ServerProcess.crashAll();
  embedder.close();
  await upstream.close();
  await home.drop();
});

const start = (): Promise<ServerProcess> =>
  ServerProcess.start({
    ...home.settings,
    EMBEDDER: 'openai:text-embedding-3-small',
    OPENAI_API_KEY: 'secret',
    OPENAI_BASE_URL: embedder.url,
    API_URL: upstream.baseUrl,
  });

/** Different each time. */
const textOf = (name: string, sentences: number): string =>
  Array.from({ length: sentences }, (_, index) => `Sentence ${index} of ${name} tells of the sea and the wind.`).join(
    ' ',
  );
/** Sentences of some hundred passages, and of so many that a document is there in part for a while. */
const [MANY, VERY_MANY] = [3_000, 25_000];

it(
  'kill -9 while documents are read and deleted leaves every one whole or gone, and what was being done is done again',
  async () => {
    let server = await start();
    const { cookie } = await createUser(server.url, 'alice');
    const first = personAt(server, cookie);
    const { session, run } = await ask(first, { text: 'A question', modelId: upstreamModel });
    await collectRun(first, run.id);
    await until(() => titlesAsked > 0);
    const kept: string[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const alice = personAt(server, cookie);
      const names = Array.from({ length: DOCUMENTS }, (_, index) => `round ${round} document ${index}`);
      const answers = await Promise.all(
        names.map((name, index) =>
          upload(alice, `${name}.txt`, textOf(name, round === 0 && index === 1 ? VERY_MANY : MANY)),
        ),
      );
      const ids = answers.map(({ document }) => document!.id);
      if (round === 0) await untilHalfRead(alice, ids[1]!);
      else await sleep(Math.random() * 2_000);
      const [doomed, ...others] = ids as [string, ...string[]];
      const deleting = remove(alice, doomed).catch(() => undefined);
      await sleep(Math.random() * 50);
      await server.crash();
      await deleting;

      server = await start();
      const back = personAt(server, cookie);
      // Whoever did not hear that it is deleted deletes it again.
      await remove(back, doomed).catch((error: Error) => expect(error.message).toMatch(/^NOT_FOUND/));
      kept.push(...others);
      for (const id of kept) expect((await whenRead(back, id)).status).toBe('READY');
      await until(async () => (await titleOf(back, session.id)) === 'A late title');
      await back.close();
    }
    expect(titlesAsked).toBe(2);
    await server.stop();
    await expectNoOrphans(kept);
  },
  60_000 + ROUNDS * 60_000,
);

/** Waits until some of a document is there, and not all. */
async function untilHalfRead(client: TestClient, id: string): Promise<void> {
  for (;;) {
    const { status, chunkCount } = await findDocument(client, id);
    expect(status).not.toBe('READY');
    if (chunkCount > 0) return;
    await sleep(10);
  }
}

const titleOf = async (client: TestClient, id: string): Promise<string> =>
  (await client.query('query ($id: ID!) { session(id: $id) { title } }', { id })).session.title;

const remove = (client: TestClient, id: string): Promise<unknown> =>
  client.query('mutation ($id: ID!) { deleteDocument(id: $id) }', { id });

function personAt(server: ServerProcess, cookie: string): TestClient {
  const client = new TestClient(server.url);
  client.cookie = cookie;
  return client;
}

/** Every passage of what is kept has its vector and its words, numbered without a gap; of the rest there is nothing, not even a file. */
async function expectNoOrphans(kept: readonly string[]): Promise<void> {
  const opened = await home.open();
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
    const files = createFileStore(home.dataDir);
    await new OrphanFiles(opened.fork, files).sweep(new Date(Date.now() + DAY));
    let count = 0;
    for await (const _key of files.keys()) count++;
    expect(count).toBe(kept.length);
  } finally {
    await opened.close();
  }
}
