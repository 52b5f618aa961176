import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ask, collectRun } from '../support/conversation.ts';
import { ScriptedOpenAiServer } from '../support/scripted-openai-server.ts';
import { ServerProcess } from '../support/server-process.ts';
import { createUser, TestClient } from '../support/test-client.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { bodyOf } from '../support/upstream.ts';

let dataDir: string;
let database: TestDatabase;
let upstream: ScriptedOpenAiServer;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'parley-jobs-'));
  database = await createTestDatabase();
  upstream = await ScriptedOpenAiServer.start();
});
afterAll(async () => {
  await ServerProcess.crashAll();
  await upstream.close();
  await database.drop();
  await rm(dataDir, { recursive: true, force: true });
});

const start = (): Promise<ServerProcess> =>
  ServerProcess.start({ DATA_DIR: dataDir, ...database.settings, EMBEDDER: 'none', API_URL: upstream.baseUrl });

it('a title that was being written when the server died is written after the next start', async () => {
  let askedForTitles = 0;
  upstream.respond((request) => {
    if (!bodyOf(request).messages[0]!.content.startsWith('You name')) return { tokens: ['Done.'] };
    return ++askedForTitles === 1 ? { stall: 'headers' } : { tokens: ['A late title'] };
  });
  let server = await start();
  const alice = await createUser(server.url, 'alice');
  const { session, run } = await ask(alice, { text: 'A question', modelId: 'api:scripted-small' });
  await collectRun(alice, run.id);
  while (askedForTitles === 0) await sleep(10);
  await server.crash();

  server = await start();
  const back = new TestClient(server.url);
  back.cookie = alice.cookie;
  const titleOf = async (): Promise<string> =>
    (await back.query('query ($id: ID!) { session(id: $id) { title } }', { id: session.id })).session.title;
  while ((await titleOf()) !== 'A late title') await sleep(50);
  expect(askedForTitles).toBe(2);
}, 120_000);
