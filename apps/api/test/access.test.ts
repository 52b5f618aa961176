import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../src/kernel/ids.ts';
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
 * Who may do what. Every operation of the schema is here, or a test fails: a new one is first thought about.
 * - anyone: also without signing in;
 * - own: works on what the viewer has, and names nothing by id;
 * - byId: names something by id, which must be the viewer’s; each place for an id is a case of its own;
 * - administrator: for nobody else.
 */
type Rule =
  | { access: 'anyone' | 'own' | 'administrator'; text: string }
  | { access: 'byId'; cases: ((ids: Ids) => string)[] };

const anyone = (text: string): Rule => ({ access: 'anyone', text });
const own = (text: string): Rule => ({ access: 'own', text });
const administrator = (text: string): Rule => ({ access: 'administrator', text });
const byId = (...cases: ((ids: Ids) => string)[]): Rule => ({ access: 'byId', cases });

const rules: Record<string, Rule> = {
  'Query.viewer': anyone('{ viewer { id } }'),
  'Query.instance': anyone('{ instance { hasAccounts } }'),
  'Query.models': own('{ models { id } }'),
  'Query.modelPrices': own('{ modelPrices { id } }'),
  'Query.sessions': own('{ sessions { totalCount } }'),
  'Query.usageReport': own('{ usageReport(input: { groupBy: DAY }) { totals { requests } } }'),
  'Query.searchMessages': own('{ searchMessages(query: "x") { totalCount } }'),
  'Query.session': byId(
    ({ session }) => `{ session(id: "${session}") { id } }`,
    ({ answer }) => `{ sessions(first: 1) { nodes { messages(leafId: "${answer}") { totalCount } } } }`,
  ),
  'Query.message': byId(
    ({ question }) => `{ message(id: "${question}") { id } }`,
    ({ answer }) => `{ message(id: "${answer}") { text } }`,
  ),
  'Query.run': byId(({ run }) => `{ run(id: "${run}") { id } }`),
  'Query.document': byId(({ document }) => `{ document(id: "${document}") { id } }`),
  'Query.documentStorage': own('{ documentStorage { usedBytes } }'),
  'Query.documents': byId(
    ({ session }) => `{ documents(sessionId: "${session}") { totalCount } }`,
    ({ collection }) => `{ documents(collectionId: "${collection}") { totalCount } }`,
  ),
  'Query.collections': own('{ collections { id documentCount } }'),
  'Query.searchDocuments': byId(
    ({ document }) => `{ searchDocuments(input: { query: "x", documentIds: ["${document}"] }) { score } }`,
    ({ collection }) => `{ searchDocuments(input: { query: "x", collectionId: "${collection}" }) { score } }`,
  ),
  'Query.jobs': administrator('{ jobs(state: FAILED, first: 1) { totalCount } }'),
  'Query.jobQueues': administrator('{ jobQueues { kind failed } }'),
  'Mutation.retryJob': administrator(`mutation { retryJob(id: "${newId()}") { id } }`),
  'Mutation.deleteJob': administrator(`mutation { deleteJob(id: "${newId()}") }`),
  'Mutation.signUp': anyone('mutation { signUp(input: { email: "x", password: "y" }) { user { id } } }'),
  'Mutation.signIn': anyone('mutation { signIn(input: { email: "x@example.com", password: "y" }) { user { id } } }'),
  'Mutation.signOut': anyone('mutation { signOut }'),
  'Mutation.createCollection': own('mutation { createCollection(input: { name: "x" }) { id } }'),
  'Mutation.updateCollection': byId(
    ({ collection }) => `mutation { updateCollection(input: { id: "${collection}", name: "Changed" }) { id } }`,
  ),
  'Mutation.deleteCollection': byId(({ collection }) => `mutation { deleteCollection(id: "${collection}") }`),
  'Mutation.createSession': own('mutation { createSession(input: { title: "x" }) { id } }'),
  'Mutation.updatePreferences': own('mutation { updatePreferences(input: { theme: DARK }) { theme } }'),
  'Mutation.updateSession': byId(
    ({ session }) => `mutation { updateSession(input: { id: "${session}", title: "Changed" }) { id } }`,
  ),
  'Mutation.deleteSession': byId(({ session }) => `mutation { deleteSession(id: "${session}") }`),
  'Mutation.restoreSession': byId(({ session }) => `mutation { restoreSession(id: "${session}") { id } }`),
  'Mutation.switchBranch': byId(({ answer }) => `mutation { switchBranch(messageId: "${answer}") { id } }`),
  'Mutation.deleteMessage': byId(({ question }) => `mutation { deleteMessage(id: "${question}") { id } }`),
  'Mutation.sendMessage': byId(
    ({ session }) => `mutation { sendMessage(input: { sessionId: "${session}", text: "Hi" }) { run { id } } }`,
    ({ answer }) => `mutation { sendMessage(input: { parentId: "${answer}", text: "Hi" }) { run { id } } }`,
    ({ document }) => `mutation { sendMessage(input: { documentIds: ["${document}"], text: "Hi" }) { run { id } } }`,
  ),
  'Mutation.regenerateMessage': byId(
    ({ answer }) => `mutation { regenerateMessage(input: { messageId: "${answer}" }) { run { id } } }`,
  ),
  'Mutation.editMessage': byId(
    ({ question }) => `mutation { editMessage(input: { messageId: "${question}", text: "Hi" }) { run { id } } }`,
  ),
  'Mutation.continueMessage': byId(
    ({ answer }) => `mutation { continueMessage(input: { messageId: "${answer}" }) { run { id } } }`,
  ),
  'Mutation.cancelRun': byId(({ run }) => `mutation { cancelRun(id: "${run}") { id } }`),
  'Mutation.submitFeedback': byId(
    ({ answer }) => `mutation { submitFeedback(input: { messageId: "${answer}", rating: THUMBS_UP }) { id } }`,
  ),
  'Mutation.withdrawFeedback': byId(({ answer }) => `mutation { withdrawFeedback(messageId: "${answer}") }`),
  'Mutation.deleteDocument': byId(({ document }) => `mutation { deleteDocument(id: "${document}") }`),
  'Mutation.updateDocument': byId(
    ({ document }) => `mutation { updateDocument(input: { id: "${document}", isActive: false }) { id } }`,
    ({ document, collection }) =>
      `mutation { updateDocument(input: { id: "${document}", collectionId: "${collection}" }) { id } }`,
    ({ document, session }) =>
      `mutation { updateDocument(input: { id: "${document}", sessionId: "${session}" }) { id } }`,
  ),
  'Mutation.updateSessionRetrieval': byId(
    ({ session }) => `mutation { updateSessionRetrieval(input: { sessionId: "${session}", isEnabled: false }) { id } }`,
    ({ session, collection }) =>
      `mutation { updateSessionRetrieval(input: { sessionId: "${session}", collectionIds: ["${collection}"] }) { id } }`,
    ({ session, document }) =>
      `mutation { updateSessionRetrieval(input: { sessionId: "${session}", excludedDocumentIds: ["${document}"] }) { id } }`,
  ),
  'Mutation.retryDocument': byId(({ document }) => `mutation { retryDocument(id: "${document}") { id } }`),
  'Subscription.sessionChanged': own('subscription { sessionChanged { id } }'),
  'Subscription.runEvents': byId(({ run }) => `subscription { runEvents(runId: "${run}") { sequence } }`),
  'Subscription.documentChanged': byId(({ document }) => `subscription { documentChanged(id: "${document}") { id } }`),
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

const entries = Object.entries(rules);
const textsOf = (rule: Rule, given: Ids): string[] =>
  rule.access === 'byId' ? rule.cases.map((text) => text(given)) : [rule.text];
const isSubscription = (name: string): boolean => name.startsWith('Subscription.');

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

it('has a rule for every operation of the schema', () => {
  const { schema } = app.app;
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const names = roots.flatMap((root) => Object.keys(root!.getFields()).map((field) => `${root!.name}.${field}`));
  expect(Object.keys(rules).sort()).toEqual(names.sort());
});

describe('nobody in particular', () => {
  const operations = entries.filter(([name]) => !isSubscription(name));

  it.each(operations)('%s over HTTP', async (_name, rule) => {
    for (const text of textsOf(rule, ids)) {
      const errors = await transports.http(app.anonymous, text);
      if (rule.access === 'anyone') expect(JSON.stringify(errors ?? [])).not.toContain('Sign in first');
      else expect(codesOf(errors)).toEqual(['UNAUTHENTICATED']);
    }
  });

  it.each(entries.filter(([name]) => isSubscription(name)))('%s as an event stream', async (_name, rule) => {
    for (const text of textsOf(rule, ids))
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
    async (_name, rule) => {
      const [text] = textsOf(rule, ids) as [string];
      for (const take of [transports.socket, transports.stream])
        expect(codesOf(await take(owner, text))).toEqual(['BAD_REQUEST']);
    },
  );
});

describe.each([
  ['a stranger', () => stranger],
  ['an administrator', () => admin],
])('%s with the ids of somebody else', (_label, client) => {
  it.each(entries.filter(([, rule]) => rule.access === 'byId'))(
    '%s answers as if there were nothing',
    async (name, rule) => {
      const before = await everything();
      const takes = isSubscription(name) ? [transports.socket, transports.stream] : [transports.http];
      for (const [index, text] of textsOf(rule, ids).entries()) {
        for (const take of takes) {
          const errors = await take(client(), text);
          expect(codesOf(errors), text).toEqual(['NOT_FOUND']);
          expect(errors).toEqual(await take(client(), textsOf(rule, missing)[index]!));
          expect(JSON.stringify(errors)).not.toMatch(/secret/i);
        }
      }
      expect(await everything()).toEqual(before);
    },
  );
});

describe('what is for the administrator', () => {
  const operations = entries.filter(([, rule]) => rule.access === 'administrator');

  it.each(operations)('%s is for nobody else', async (_name, rule) => {
    const [text] = textsOf(rule, ids) as [string];
    for (const client of [owner, stranger]) expect(codesOf(await transports.http(client, text))).toEqual(['FORBIDDEN']);
    expect(['', 'NOT_FOUND']).toContain(codesOf(await transports.http(admin, text)).join(' '));
  });
});

describe('the owner', () => {
  const reading = entries.filter(([name, rule]) => rule.access === 'byId' && name.startsWith('Query.'));
  it.each(reading)('%s finds it', async (_name, rule) => {
    for (const text of textsOf(rule, ids)) expect(codesOf(await transports.http(owner, text)), text).toEqual([]);
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
