import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDocument, findDocument, upload, whenRead } from './support/documents.ts';
import { type EmbeddingServer, startEmbeddingServer } from './support/embedding-server.ts';
import { startTestApp, type TestApp } from './support/test-app.ts';
import type { TestClient } from './support/test-client.ts';

const update = `mutation ($input: UpdateDocumentInput!) {
  updateDocument(input: $input) { id metadata collection { id name } session { id } } }`;

let app: TestApp;
let server: EmbeddingServer;
let alice: TestClient;
let archive: string;

beforeAll(async () => {
  server = await startEmbeddingServer();
  app = await startTestApp({ EMBEDDER: 'openai:small', OPENAI_API_KEY: 'secret', OPENAI_BASE_URL: server.url });
  alice = await app.signUp('alice');
  const { createCollection } = await alice.query('mutation { createCollection(input: { name: "Archive" }) { id } }');
  archive = createCollection.id;
});
afterAll(async () => {
  await app.close();
  server.close();
});

async function found(input: object): Promise<string[]> {
  const { searchDocuments } = await alice.query(
    'query ($input: SearchDocumentsInput!) { searchDocuments(input: $input) { chunk { document { fileName } } } }',
    { input },
  );
  return searchDocuments.map((hit: { chunk: { document: { fileName: string } } }) => hit.chunk.document.fileName);
}

/** How many rows of each table say something else of their document than the document itself. */
async function strays(): Promise<number[]> {
  const counts = ['chunks', 'chunk_terms', 'chunk_vectors'].map(async (table) => {
    const [row] = await app.database.fork().execute<{ count: number }[]>(
      `select count(*)::int as count from ${table} as t join documents as d on d.id = t.document_id
       where t.collection_id <> d.collection_id or t.metadata <> d.metadata`,
    );
    return row!.count;
  });
  return Promise.all(counts);
}

describe('a document that is changed after its upload', () => {
  it('is found by its new metadata and collection, and no longer by the old, in both halves', async () => {
    const { id } = await addDocument(alice, 'report.txt', 'The harvest of apples was good.', {
      metadata: '{"year":2020}',
    });
    const before = { query: 'harvest of apples', filter: { year: 2020 } };
    for (const mode of ['KEYWORD', 'SEMANTIC']) expect(await found({ ...before, mode })).toEqual(['report.txt']);
    const { updateDocument } = await alice.query(update, {
      input: { id, metadata: { year: 2024, kind: 'final' }, collectionId: archive },
    });
    expect(updateDocument).toMatchObject({ metadata: { year: 2024, kind: 'final' }, collection: { name: 'Archive' } });
    // Whatever a store still knows of it, nothing that does not fit is found.
    for (const mode of ['KEYWORD', 'SEMANTIC']) expect(await found({ ...before, mode })).toEqual([]);
    await expect.poll(strays).toEqual([0, 0, 0]);
    for (const mode of ['KEYWORD', 'SEMANTIC']) {
      const query = { query: 'harvest of apples', mode, collectionId: archive };
      expect(await found({ ...query, filter: { kind: 'final' } })).toEqual(['report.txt']);
      expect(await found({ ...query, filter: { year: { $lt: 2024 } } })).toEqual([]);
    }
  });

  it('keeps what was not named', async () => {
    const { id } = await addDocument(alice, 'plain.txt', 'Nothing special.', { metadata: '{"a":1}' });
    const { collection } = await findDocument(alice, id);
    const { updateDocument } = await alice.query(update, { input: { id, fileName: 'other.txt' } });
    expect(updateDocument).toMatchObject({ metadata: { a: 1 }, collection: { id: collection.id } });
  });

  it('has its last facts everywhere when it was changed while it was read', async () => {
    const text = Array.from({ length: 4_000 }, (_, index) => `Sentence ${index} is about rivers and their banks.`).join(
      '\n\n',
    );
    const { document } = await upload(alice, 'rivers.txt', text);
    for (let turn = 0; turn < 6; turn++) {
      await alice.query(update, { input: { id: document!.id, metadata: { turn } } });
    }
    await alice.query(update, { input: { id: document!.id, collectionId: archive } });
    const read = await whenRead(alice, document!.id);
    expect(read).toMatchObject({ status: 'READY', metadata: { turn: 5 }, collection: { id: archive } });
    await expect.poll(strays).toEqual([0, 0, 0]);
  });

  it.each([
    ['BAD_USER_INPUT metadata', { metadata: [1] }],
    ['BAD_USER_INPUT metadata', { metadata: { deep: [[[[[[[[[1]]]]]]]]] } }],
    ['NOT_FOUND collectionId', { collectionId: '00000000-0000-7000-8000-000000000000' }],
    ['NOT_FOUND', { sessionId: '00000000-0000-7000-8000-000000000000' }],
  ])('refuses %s', async (expected, change) => {
    const { id } = await addDocument(alice, 'steady.txt', 'It stays as it is.', { metadata: '{"b":2}' });
    expect(await alice.errorOf(update, { input: { id, ...change } })).toBe(expected);
    expect((await findDocument(alice, id)).metadata).toEqual({ b: 2 });
  });

  it('is no longer kept to a conversation when it is added in another place as well', async () => {
    const sessions = await Promise.all(
      [1, 2].map(async () => (await alice.query('mutation { createSession(input: {}) { id } }')).createSession.id),
    );
    const add = (fields: Record<string, string>) => addDocument(alice, 'twice.txt', 'It is added twice.', fields);
    expect((await add({ sessionId: sessions[0] })).session).toEqual({ id: sessions[0] });
    expect((await add({ sessionId: sessions[0] })).session).toEqual({ id: sessions[0] });
    expect((await add({ sessionId: sessions[1] })).session).toBeNull();
  });

  it('is listed with its collection', async () => {
    const list = 'query ($id: ID) { documents(collectionId: $id) { nodes { fileName } } }';
    const { documents } = await alice.query(list, { id: archive });
    expect(documents.nodes.map(({ fileName }: { fileName: string }) => fileName).toSorted()).toEqual([
      'report.txt',
      'rivers.txt',
    ]);
    expect(await alice.errorOf(list, { id: '00000000-0000-7000-8000-000000000000' })).toBe('NOT_FOUND collectionId');
  });

  it('says how large a file may be', async () => {
    const { documentStorage } = await alice.query('{ documentStorage { maxFileBytes } }');
    expect(documentStorage.maxFileBytes).toBe(30 * 1024 * 1024);
  });
});
