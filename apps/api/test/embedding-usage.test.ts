import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, collectRun } from './support/conversation.ts';
import { addDocument } from './support/documents.ts';
import { type EmbeddingServer, startEmbeddingServer } from './support/embedding-server.ts';
import { startTestApp, type TestApp } from './support/test-app.ts';
import type { TestClient } from './support/test-client.ts';

const modelId = 'openai:text-embedding-3-small';

interface Row {
  model_id: string;
  prompt_tokens: number;
  completion_tokens: number;
  total_cost: string;
  has_price: boolean;
  is_estimated: boolean;
  failed: boolean;
  session_id: string | null;
}

let app: TestApp;
let server: EmbeddingServer;
let alice: TestClient;

beforeAll(async () => {
  server = await startEmbeddingServer();
  app = await startTestApp({ EMBEDDER: modelId, OPENAI_API_KEY: 'secret', OPENAI_BASE_URL: server.url });
  alice = await app.signUp('alice');
});
afterAll(async () => {
  await app.close();
  server.close();
});

/** What was written down since the last look. */
async function newRows(): Promise<Row[]> {
  const em = app.database.fork();
  const rows = await em.execute<Row[]>(
    `select model_id, prompt_tokens, completion_tokens, total_cost::float8::text as total_cost,
       price_id is not null as has_price, is_estimated, failed, session_id
     from token_usages where request_type = 'EMBEDDING' order by created_at, id`,
  );
  await em.execute("delete from token_usages where request_type = 'EMBEDDING'");
  return rows;
}

const search = (query: string, mode = 'HYBRID') =>
  alice.query('query ($input: SearchDocumentsInput!) { searchDocuments(input: $input) { score similarity } }', {
    input: { query, mode },
  });

describe('calls to an embedding service', () => {
  it('are written down for documents, with tokens, cost and price', async () => {
    await addDocument(alice, 'kettle.txt', 'one two three four five six seven eight nine ten');
    expect(await newRows()).toEqual([
      {
        model_id: modelId,
        prompt_tokens: 10,
        completion_tokens: 0,
        total_cost: '2e-07',
        has_price: true,
        is_estimated: false,
        failed: false,
        session_id: null,
      },
    ]);
  });

  it('are written down for questions once, and not for those that are remembered', async () => {
    expect((await search('three seven')).searchDocuments[0].similarity).toBeGreaterThan(0.5);
    await search('three seven');
    await search('three seven', 'KEYWORD');
    expect((await newRows()).map(({ prompt_tokens }) => prompt_tokens)).toEqual([2]);
    const { session, run } = await ask(alice, { text: 'where are four and six' });
    await collectRun(alice, run.id);
    expect(await newRows()).toMatchObject([{ prompt_tokens: 5, session_id: session.id }]);
  });

  it('are estimated where nothing is reported', async () => {
    server.reportsTokens = false;
    await search('eight nine');
    server.reportsTokens = true;
    expect(await newRows()).toMatchObject([{ prompt_tokens: 2, is_estimated: true, failed: false }]);
  });

  it('that fail are written down as such, and cost nothing', async () => {
    server.failure = 503;
    expect((await search('one ten')).searchDocuments).toHaveLength(1);
    server.failure = null;
    expect(await newRows()).toMatchObject([{ prompt_tokens: 0, total_cost: '0', failed: true }]);
  });

  it('are in the report of usage', async () => {
    await search('two five');
    const { usageReport } = await alice.query(
      '{ usageReport(input: { groupBy: REQUEST_TYPE }) { buckets { key totals { requests promptTokens } } } }',
    );
    expect(usageReport.buckets).toContainEqual({ key: 'EMBEDDING', totals: { requests: 1, promptTokens: 2 } });
  });

  it('are not made before somebody asks', async () => {
    const idle = await startEmbeddingServer();
    const other = await startTestApp({ EMBEDDER: modelId, OPENAI_API_KEY: 'secret', OPENAI_BASE_URL: idle.url });
    expect(idle.requests).toEqual([]);
    await other.close();
    idle.close();
  });
});
