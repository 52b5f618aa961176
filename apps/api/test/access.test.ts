import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GraphQLObjectType } from 'graphql';
import { type Access, accessOf } from '../src/graphql/access.ts';
import { newId } from '../src/kernel/ids.ts';
import { createSchema } from '../src/schema.ts';
import { ask, collectRun } from './support/conversation.ts';
import { RawSocket } from './support/raw-socket.ts';
import { startTestApp, type TestApp } from './support/test-app.ts';
import type { GraphQLAnswer, TestClient } from './support/test-client.ts';

/** The things of one person that operations name by id. */
interface Ids {
  session: string;
  question: string;
  answer: string;
  run: string;
  document: string;
  collection: string;
}

/**
 * How every operation of the schema is called: a text, or for one that names things by id, which must be the viewer’s,
 * a text for each place of an id. Who may call it is declared with its resolver.
 */
type Call = string | ((ids: Ids) => string)[];

const calls: Record<string, Call> = {
  'Query.viewer': '{ viewer { id } }',
  'Query.instance': '{ instance { hasAccounts } }',
  'Query.models': '{ models { id } }',
  'Query.modelPrices': '{ modelPrices { id } }',
  'Query.sessions': '{ sessions { totalCount } }',
  'Query.usageReport': '{ usageReport(input: { groupBy: DAY }) { totals { requests } } }',
  'Query.searchMessages': '{ searchMessages(query: "x") { totalCount } }',
  'Query.session': [
    ({ session }) => `{ session(id: "${session}") { id } }`,
    ({ answer }) => `{ sessions(first: 1) { nodes { messages(leafId: "${answer}") { totalCount } } } }`,
  ],
  'Query.message': [
    ({ question }) => `{ message(id: "${question}") { id } }`,
    ({ answer }) => `{ message(id: "${answer}") { text } }`,
  ],
  'Query.run': [({ run }) => `{ run(id: "${run}") { id } }`],
  'Query.document': [({ document }) => `{ document(id: "${document}") { id } }`],
  'Query.documentStorage': '{ documentStorage { usedBytes } }',
  'Query.documents': [
    ({ session }) => `{ documents(sessionId: "${session}") { totalCount } }`,
    ({ collection }) => `{ documents(collectionId: "${collection}") { totalCount } }`,
  ],
  'Query.collections': '{ collections { id documentCount } }',
  'Query.searchDocuments': [
    ({ document }) => `{ searchDocuments(input: { query: "x", documentIds: ["${document}"] }) { score } }`,
    ({ collection }) => `{ searchDocuments(input: { query: "x", collectionId: "${collection}" }) { score } }`,
  ],
  'Query.jobs': '{ jobs(state: FAILED, first: 1) { totalCount } }',
  'Query.jobQueues': '{ jobQueues { kind failed } }',
  'Mutation.retryJob': `mutation { retryJob(id: "${newId()}") { id } }`,
  'Mutation.deleteJob': `mutation { deleteJob(id: "${newId()}") }`,
  'Mutation.signUp': 'mutation { signUp(input: { email: "x", password: "y" }) { user { id } } }',
  'Mutation.signIn': 'mutation { signIn(input: { email: "x@example.com", password: "y" }) { user { id } } }',
  'Mutation.signOut': 'mutation { signOut }',
  'Mutation.createCollection': 'mutation { createCollection(input: { name: "x" }) { id } }',
  'Mutation.updateCollection': [
    ({ collection }) => `mutation { updateCollection(input: { id: "${collection}", name: "Changed" }) { id } }`,
  ],
  'Mutation.deleteCollection': [({ collection }) => `mutation { deleteCollection(id: "${collection}") }`],
  'Mutation.createSession': 'mutation { createSession(input: { title: "x" }) { id } }',
  'Mutation.updatePreferences': 'mutation { updatePreferences(input: { theme: DARK }) { theme } }',
  'Mutation.updateSession': [
    ({ session }) => `mutation { updateSession(input: { id: "${session}", title: "Changed" }) { id } }`,
  ],
  'Mutation.deleteSession': [({ session }) => `mutation { deleteSession(id: "${session}") }`],
  'Mutation.restoreSession': [({ session }) => `mutation { restoreSession(id: "${session}") { id } }`],
  'Mutation.switchBranch': [({ answer }) => `mutation { switchBranch(messageId: "${answer}") { id } }`],
  'Mutation.deleteMessage': [({ question }) => `mutation { deleteMessage(id: "${question}") { id } }`],
  'Mutation.sendMessage': [
    ({ session }) => `mutation { sendMessage(input: { sessionId: "${session}", text: "Hi" }) { run { id } } }`,
    ({ answer }) => `mutation { sendMessage(input: { parentId: "${answer}", text: "Hi" }) { run { id } } }`,
    ({ document }) => `mutation { sendMessage(input: { documentIds: ["${document}"], text: "Hi" }) { run { id } } }`,
  ],
  'Mutation.regenerateMessage': [
    ({ answer }) => `mutation { regenerateMessage(input: { messageId: "${answer}" }) { run { id } } }`,
  ],
  'Mutation.editMessage': [
    ({ question }) => `mutation { editMessage(input: { messageId: "${question}", text: "Hi" }) { run { id } } }`,
  ],
  'Mutation.continueMessage': [
    ({ answer }) => `mutation { continueMessage(input: { messageId: "${answer}" }) { run { id } } }`,
  ],
  'Mutation.cancelRun': [({ run }) => `mutation { cancelRun(id: "${run}") { id } }`],
  'Mutation.submitFeedback': [
    ({ answer }) => `mutation { submitFeedback(input: { messageId: "${answer}", rating: THUMBS_UP }) { id } }`,
  ],
  'Mutation.withdrawFeedback': [({ answer }) => `mutation { withdrawFeedback(messageId: "${answer}") }`],
  'Mutation.deleteDocument': [({ document }) => `mutation { deleteDocument(id: "${document}") }`],
  'Mutation.updateDocument': [
    ({ document }) => `mutation { updateDocument(input: { id: "${document}", isActive: false }) { id } }`,
    ({ document, collection }) =>
      `mutation { updateDocument(input: { id: "${document}", collectionId: "${collection}" }) { id } }`,
    ({ document, session }) =>
      `mutation { updateDocument(input: { id: "${document}", sessionId: "${session}" }) { id } }`,
  ],
  'Mutation.updateSessionRetrieval': [
    ({ session }) => `mutation { updateSessionRetrieval(input: { sessionId: "${session}", isEnabled: false }) { id } }`,
    ({ session, collection }) =>
      `mutation { updateSessionRetrieval(input: { sessionId: "${session}", collectionIds: ["${collection}"] }) { id } }`,
    ({ session, document }) =>
      `mutation { updateSessionRetrieval(input: { sessionId: "${session}", excludedDocumentIds: ["${document}"] }) { id } }`,
  ],
  'Mutation.retryDocument': [({ document }) => `mutation { retryDocument(id: "${document}") { id } }`],
  'Subscription.sessionChanged': 'subscription { sessionChanged { id } }',
  'Subscription.runEvents': [({ run }) => `subscription { runEvents(runId: "${run}") { sequence } }`],
  'Subscription.documentChanged': [({ document }) => `subscription { documentChanged(id: "${document}") { id } }`],
};

let app: TestApp;
/** The first account, so an administrator; then two people, one of whom owns everything here. */
let admin: TestClient;
let owner: TestClient;
let stranger: TestClient;
let ids: Ids;
/** Well-formed ids of nothing. */
const missing = Object.fromEntries(
  ['session', 'question', 'answer', 'run', 'document', 'collection'].map((key) => [key, newId()]),
) as unknown as Ids;

beforeAll(async () => {
  app = await startTestApp();
  [admin, owner, stranger] = [await app.signUp('admin'), await app.signUp('owner'), await app.signUp('stranger')];
  const { session, userMessage, assistantMessage, run } = await ask(owner, { text: 'A secret of the owner.' });
  await collectRun(owner, run.id);
  for (const client of [admin, stranger]) await client.query('mutation { createSession(input: {}) { id } }');
  const [document, collection] = [newId(), newId()];
  const em = app.database.fork();
  const [{ id: ownerId }] = (await em.execute("select id from users where email = 'owner@example.com'")) as [
    { id: string },
  ];
  await em.execute(
    "insert into collections (id, owner_id, name, embedder, metadata, created_at) values (?, ?, 'Mine', 'none', '{}', now())",
    [collection, ownerId],
  );
  await em.execute(
    `insert into documents (id, owner_id, collection_id, file_name, media_type, size_bytes, content_hash, storage_key, status, progress,
       chunk_count, is_active, metadata, created_at)
     values (?, ?, ?, 'secret.txt', 'text/plain', 1, 'hash', 'key', 'READY', 1, 0, true, '{}', now())`,
    [document, ownerId, collection],
  );
  ids = {
    session: session.id,
    question: userMessage.id,
    answer: assistantMessage.id,
    run: run.id,
    document,
    collection,
  };
});
afterAll(() => app.close());

const entries = Object.entries(calls);
const textsOf = (call: Call, given: Ids): string[] =>
  typeof call === 'string' ? [call] : call.map((text) => text(given));
const isSubscription = (name: string): boolean => name.startsWith('Subscription.');

const schema = createSchema({ get: () => ({}) });
/** What the resolver of an operation declares. */
const declared = (operation: string): Access => {
  const [type, name] = operation.split('.') as [string, string];
  return accessOf(type, (schema.getType(type) as GraphQLObjectType).getFields()[name]!);
};

type Errors = GraphQLAnswer['errors'];

/** The errors of the first answer an operation gets over each transport that takes it. */
const transports = {
  http: async (client: TestClient, query: string): Promise<Errors> => (await client.request(query)).errors,
  socket: async (client: TestClient, query: string): Promise<Errors> => {
    const socket = await RawSocket.open(app.url, client.cookie);
    socket.subscribe('1', query);
    const { type, payload } = await socket.next(({ id }) => id === '1');
    socket.close();
    return type === 'error' ? payload : payload?.errors;
  },
  stream: async (client: TestClient, query: string): Promise<Errors> => {
    const response = await fetch(`${app.url}/graphql/stream`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream',
        ...(client.cookie && { cookie: client.cookie }),
      },
      body: JSON.stringify({ query }),
    });
    const [, first] = /event: next\ndata: (.*)/.exec(await response.text()) ?? [];
    return (JSON.parse(first ?? '{}') as GraphQLAnswer).errors;
  },
};

const codesOf = (errors: Errors): string[] => (errors ?? []).map(({ extensions }) => extensions.code);

it('calls every operation of the schema', () => {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const names = roots.flatMap((root) => Object.keys(root!.getFields()).map((field) => `${root!.name}.${field}`));
  expect(Object.keys(calls).sort()).toEqual(names.sort());
});

it('is closed to who has not signed in, but for what leads there', () => {
  const open = entries.map(([name]) => name).filter((name) => declared(name) === 'anyone');
  expect(open.sort()).toEqual([
    'Mutation.signIn',
    'Mutation.signOut',
    'Mutation.signUp',
    'Query.instance',
    'Query.viewer',
  ]);
});

describe('nobody in particular', () => {
  const operations = entries.filter(([name]) => !isSubscription(name));

  it.each(operations)('%s over HTTP', async (name, call) => {
    for (const text of textsOf(call, ids)) {
      const errors = await transports.http(app.anonymous, text);
      if (declared(name) === 'anyone') expect(JSON.stringify(errors ?? [])).not.toContain('Sign in first');
      else expect(codesOf(errors)).toEqual(['UNAUTHENTICATED']);
    }
  });

  it.each(entries.filter(([name]) => isSubscription(name)))('%s as an event stream', async (_name, call) => {
    for (const text of textsOf(call, ids))
      expect(codesOf(await transports.stream(app.anonymous, text))).toEqual(['UNAUTHENTICATED']);
  });

  it('gets no socket', async () => {
    const socket = await RawSocket.open(app.url);
    socket.send({ type: 'connection_init' });
    expect(await socket.closed).toBe(4403);
  });
});

describe('queries and mutations', () => {
  it.each(entries.filter(([name]) => !isSubscription(name)))(
    '%s is not taken where only subscriptions are',
    async (_name, call) => {
      const [text] = textsOf(call, ids) as [string];
      for (const take of [transports.socket, transports.stream])
        expect(codesOf(await take(owner, text))).toEqual(['BAD_REQUEST']);
    },
  );
});

describe.each([
  ['a stranger', () => stranger],
  ['an administrator', () => admin],
])('%s with the ids of somebody else', (_label, client) => {
  it.each(entries.filter(([, call]) => typeof call !== 'string'))(
    '%s answers as if there were nothing',
    async (name, call) => {
      const before = await everything();
      const takes = isSubscription(name) ? [transports.socket, transports.stream] : [transports.http];
      for (const [index, text] of textsOf(call, ids).entries()) {
        for (const take of takes) {
          const errors = await take(client(), text);
          expect(codesOf(errors), text).toEqual(['NOT_FOUND']);
          expect(errors).toEqual(await take(client(), textsOf(call, missing)[index]!));
          expect(JSON.stringify(errors)).not.toMatch(/secret/i);
        }
      }
      expect(await everything()).toEqual(before);
    },
  );
});

describe('what is for the administrator', () => {
  const operations = entries.filter(([name]) => declared(name) === 'administrator');

  it.each(operations)('%s is for nobody else', async (_name, call) => {
    const [text] = textsOf(call, ids) as [string];
    for (const client of [owner, stranger]) expect(codesOf(await transports.http(client, text))).toEqual(['FORBIDDEN']);
    expect(['', 'NOT_FOUND']).toContain(codesOf(await transports.http(admin, text)).join(' '));
  });
});

describe('the owner', () => {
  const reading = entries.filter(([name, call]) => typeof call !== 'string' && name.startsWith('Query.'));
  it.each(reading)('%s finds it', async (_name, call) => {
    for (const text of textsOf(call, ids)) expect(codesOf(await transports.http(owner, text)), text).toEqual([]);
  });
});

/** All that could be changed by who must not. */
async function everything(): Promise<unknown> {
  const em = app.database.fork();
  const tables = [
    'chat_sessions',
    'messages',
    'message_parts',
    'runs',
    'message_feedback',
    'documents',
    'collections',
    'token_usages',
  ];
  return Promise.all(
    tables.map((table) => em.execute(`select md5(string_agg(each::text, '|' order by each::text)) from ${table} each`)),
  );
}
