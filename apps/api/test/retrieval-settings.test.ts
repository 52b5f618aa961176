import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, collectRun } from './support/conversation.ts';
import { addDocument } from './support/documents.ts';
import { startTestApp, type TestApp } from './support/test-app.ts';
import type { TestClient } from './support/test-client.ts';

const retrievalFields = 'retrieval { isEnabled mode topK minScore collectionIds excludedDocumentIds }';
const update = `mutation ($input: UpdateSessionRetrievalInput!) {
  updateSessionRetrieval(input: $input) { id ${retrievalFields} } }`;
const question = 'How long does the warranty of the kettle last?';

let app: TestApp;
let alice: TestClient;
let bob: TestClient;
/** Two documents about the same, in collections of their own. */
let manuals: { collection: string; document: string };
let letters: { collection: string; document: string };

async function collectionOf(client: TestClient, name: string): Promise<string> {
  const { createCollection } = await client.query(
    'mutation ($input: CreateCollectionInput!) { createCollection(input: $input) { id } }',
    { input: { name } },
  );
  return createCollection.id as string;
}

async function addTo(
  client: TestClient,
  name: string,
  text: string,
): Promise<{ collection: string; document: string }> {
  const collection = await collectionOf(client, name);
  const { id } = await addDocument(client, `${name}.txt`, text, { collectionId: collection });
  return { collection, document: id };
}

async function newSession(client: TestClient, settings: object = {}): Promise<string> {
  const { createSession } = await client.query('mutation { createSession(input: {}) { id } }');
  if (Object.keys(settings).length > 0)
    await client.query(update, { input: { sessionId: createSession.id, ...settings } });
  return createSession.id as string;
}

/** The names of the documents an answer was given, and how they were looked for. */
async function answered(client: TestClient, input: { sessionId: string; text?: string; [field: string]: unknown }) {
  const { run, assistantMessage } = await ask(client, { text: question, ...input });
  await collectRun(client, run.id);
  const { message } = await client.query(
    `query ($id: ID!) { message(id: $id) {
      citations { score chunk { document { fileName } } }
      run { context { passageTokens retrieval { isEnabled mode topK minScore collections documentCount tokenBudget embedder } } } } }`,
    { id: assistantMessage.id },
  );
  const names: string[] = message.citations.map(
    (citation: { chunk: { document: { fileName: string } } }) => citation.chunk.document.fileName,
  );
  return {
    names: names.toSorted(),
    used: message.run.context.retrieval,
    passageTokens: message.run.context.passageTokens,
  };
}

beforeAll(async () => {
  app = await startTestApp();
  alice = await app.signUp('alice');
  bob = await app.signUp('bob');
  manuals = await addTo(alice, 'manual', 'The warranty of the kettle lasts three years from the day of purchase.');
  letters = await addTo(
    alice,
    'letter',
    'Dear customer, for your kettle we extend the warranty: it will last five years.',
  );
});
afterAll(() => app.close());

describe('how a conversation looks into documents', () => {
  it('has defaults, is changed in part and kept', async () => {
    const sessionId = await newSession(alice);
    const read = async () =>
      (await alice.query(`query ($id: ID!) { session(id: $id) { ${retrievalFields} } }`, { id: sessionId })).session
        .retrieval;
    const usual = {
      isEnabled: true,
      mode: 'HYBRID',
      topK: 5,
      minScore: 0.1,
      collectionIds: null,
      excludedDocumentIds: [],
    };
    expect(await read()).toEqual(usual);
    const { updateSessionRetrieval } = await alice.query(update, { input: { sessionId, topK: 3, mode: 'KEYWORD' } });
    expect(updateSessionRetrieval.retrieval).toEqual({ ...usual, topK: 3, mode: 'KEYWORD' });
    await alice.query(update, {
      input: { sessionId, collectionIds: [letters.collection, letters.collection], minScore: 0.5 },
    });
    expect(await read()).toEqual({
      ...usual,
      topK: 3,
      mode: 'KEYWORD',
      minScore: 0.5,
      collectionIds: [letters.collection],
    });
    await alice.query(update, { input: { sessionId, collectionIds: null, mode: null } });
    expect(await read()).toEqual({ ...usual, topK: 3, mode: 'KEYWORD', minScore: 0.5 });
  });

  it.each([
    ['topK', { topK: 0 }],
    ['topK', { topK: 21 }],
    ['minScore', { minScore: -0.1 }],
    ['minScore', { minScore: 1.1 }],
    ['mode', { mode: 'SEMANTIC' }],
    ['collectionIds', { collectionIds: [] }],
    ['excludedDocumentIds', { excludedDocumentIds: Array.from({ length: 501 }, (_, index) => String(index)) }],
  ])('refuses a wrong %s', async (field, change) => {
    const sessionId = await newSession(alice);
    expect(await alice.errorOf(update, { input: { sessionId, ...change } })).toBe(`BAD_USER_INPUT ${field}`);
  });

  it('knows nothing of what others own', async () => {
    const [own, foreign] = [await newSession(bob), await newSession(alice)];
    expect(await bob.errorOf(update, { input: { sessionId: foreign, isEnabled: false } })).toBe('NOT_FOUND');
    expect(await bob.errorOf(update, { input: { sessionId: own, collectionIds: [manuals.collection] } })).toBe(
      'NOT_FOUND collectionIds',
    );
    expect(await bob.errorOf(update, { input: { sessionId: own, excludedDocumentIds: [manuals.document] } })).toBe(
      'NOT_FOUND excludedDocumentIds',
    );
    expect(await bob.errorOf(update, { input: { sessionId: own, collectionIds: ['x'] } })).toBe(
      'NOT_FOUND collectionIds',
    );
  });

  it('takes passages of all documents as usual, and says so with the answer', async () => {
    const { names, used, passageTokens } = await answered(alice, { sessionId: await newSession(alice) });
    expect(names).toEqual(['letter.txt', 'manual.txt']);
    expect(passageTokens).toBeGreaterThan(0);
    expect(used).toEqual({
      isEnabled: true,
      mode: 'HYBRID',
      topK: 5,
      minScore: 0.1,
      collections: null,
      documentCount: null,
      tokenBudget: 5120,
      embedder: 'none',
    });
  });

  it('can be switched off: then only what comes with a question is looked into', async () => {
    const sessionId = await newSession(alice, { isEnabled: false });
    const { names, used, passageTokens } = await answered(alice, { sessionId });
    expect([names, used.isEnabled, passageTokens]).toEqual([[], false, 0]);
    const withFile = await answered(alice, { sessionId, documentIds: [manuals.document] });
    expect(withFile.names).toEqual(['manual.txt']);
    expect(withFile.used).toMatchObject({ isEnabled: true, documentCount: 1, collections: null });
  });

  it('keeps to its collections, leaves documents out, and takes so many passages', async () => {
    const inLetters = await answered(alice, {
      sessionId: await newSession(alice, { collectionIds: [letters.collection] }),
    });
    expect(inLetters.names).toEqual(['letter.txt']);
    expect(inLetters.used.collections).toEqual(['letter']);
    const withoutLetter = await newSession(alice, { excludedDocumentIds: [letters.document] });
    expect((await answered(alice, { sessionId: withoutLetter })).names).toEqual(['manual.txt']);
    expect((await answered(alice, { sessionId: await newSession(alice, { topK: 1 }) })).names).toHaveLength(1);
    const strict = await answered(alice, { sessionId: await newSession(alice, { minScore: 1 }) });
    expect(strict.names).toHaveLength(1);
    expect(strict.used.minScore).toBe(1);
  });

  it('looks into its own documents besides its collections, and no other conversation does', async () => {
    const sessionId = await newSession(alice, { collectionIds: [letters.collection] });
    const { id } = await addDocument(alice, 'note.txt', 'Our own kettle has a warranty that lasts ten years.', {
      sessionId,
    });
    expect((await answered(alice, { sessionId })).names).toEqual(['letter.txt', 'note.txt']);
    expect((await answered(alice, { sessionId: await newSession(alice) })).names).toEqual(['letter.txt', 'manual.txt']);
    await alice.query('mutation ($input: UpdateDocumentInput!) { updateDocument(input: $input) { session { id } } }', {
      input: { id, sessionId: null },
    });
    expect((await answered(alice, { sessionId: await newSession(alice) })).names).toEqual([
      'letter.txt',
      'manual.txt',
      'note.txt',
    ]);
    await alice.query('mutation ($id: ID!) { deleteDocument(id: $id) }', { id });
  });

  it('finds nothing when the collection it kept to was deleted, rather than everything', async () => {
    const collection = await collectionOf(alice, 'short-lived');
    const sessionId = await newSession(alice, { collectionIds: [collection] });
    await alice.query('mutation ($id: ID!) { deleteCollection(id: $id) }', { id: collection });
    const { session } = await alice.query(`query ($id: ID!) { session(id: $id) { ${retrievalFields} } }`, {
      id: sessionId,
    });
    expect(session.retrieval.collectionIds).toEqual([]);
    expect((await answered(alice, { sessionId })).names).toEqual([]);
  });

  it('goes with its conversation', async () => {
    const sessionId = await newSession(alice, { topK: 2 });
    await app.database.fork().execute('delete from chat_sessions where id = ?', [sessionId]);
    const rows = await app.database
      .fork()
      .execute('select 1 from session_retrievals where session_id = ?', [sessionId]);
    expect(rows).toEqual([]);
  });
});
