import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ask, collectRun } from '../support/conversation.ts';
import { ScriptedOpenAiServer } from '../support/scripted-openai-server.ts';
import { createServerHome, type ServerHome } from '../support/server-home.ts';
import { ServerProcess } from '../support/server-process.ts';
import { createUser, TestClient } from '../support/test-client.ts';
import { until } from '../support/until.ts';
import { isSummary, isTitle } from '../support/upstream.ts';

const modelId = 'api:short';

let home: ServerHome;
let upstream: ScriptedOpenAiServer;
let summariesAsked = 0;

beforeAll(async () => {
  home = await createServerHome();
  await writeFile(
    join(home.dataDir, 'models.json'),
    JSON.stringify({ models: { [modelId]: { contextWindow: 2_000 } } }),
  );
  upstream = await ScriptedOpenAiServer.start();
  upstream.respond((request) => {
    if (isTitle(request)) return { tokens: ['A title'] };
    if (!isSummary(request)) return { tokens: ['Done.'] };
    return ++summariesAsked === 1 ? { stall: 'headers' } : { tokens: ['A late summary.'] };
  });
});
afterAll(async () => {
  await ServerProcess.crashAll();
  await upstream.close();
  await home.drop();
});

it(
  'a summary that was being written when its server was killed is written after all, once',
  { timeout: 120_000 },
  async () => {
    const settings = { ...home.settings, API_URL: upstream.baseUrl, EMBEDDER: 'none' };
    const killed = await ServerProcess.start(settings);
    const { cookie } = await createUser(killed.url, 'alice');
    const alice = personAt(killed, cookie);
    const text = 'alpha beta gamma '.repeat(120);
    let sessionId: string | undefined;
    for (let question = 0; question < 2; question++) {
      const { session, run } = await ask(alice, { text, modelId, sessionId });
      sessionId = session.id;
      await collectRun(alice, run.id);
    }
    await until(() => summariesAsked > 0);
    await killed.crash();

    const server = await ServerProcess.start(settings);
    const back = personAt(server, cookie);
    await until(async () => {
      const { usageReport } = await back.query(
        '{ usageReport(input: { groupBy: REQUEST_TYPE }) { buckets { key totals { requests } } } }',
      );
      return (usageReport.buckets as { key: string }[]).find(({ key }) => key === 'SUMMARY');
    });
    expect(summariesAsked).toBe(2);
    const { run } = await ask(back, { text: `${text} And?`, modelId, sessionId });
    await collectRun(back, run.id);
    const { run: told } = await back.query('query ($id: ID!) { run(id: $id) { summary { text } } }', { id: run.id });
    expect(told.summary).toEqual({ text: 'A late summary.' });
    await back.close();
    await server.stop();
  },
);

function personAt(server: ServerProcess, cookie: string): TestClient {
  const client = new TestClient(server.url);
  client.cookie = cookie;
  return client;
}
