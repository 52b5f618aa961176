import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillAccount } from './support/big-account.ts';
import { documentOf, operationsOfTheApp } from './support/operations.ts';
import { Statements } from './support/statements.ts';
import { startTestApp, type TestApp } from './support/test-app.ts';
import type { TestClient } from './support/test-client.ts';

let app: TestApp;
let alice: TestClient;
let statements: Statements;
let sessionId: string;
let definitions: Map<string, string>;

beforeAll(async () => {
  definitions = await operationsOfTheApp();
  app = await startTestApp();
  alice = await app.signUp('alice');
  const { viewer } = await alice.query('{ viewer { id } }');
  sessionId = await fillAccount(app.database.fork(), viewer.id, { sessions: 300, messages: 400, documents: 200 });
  statements = await Statements.of(app.database);
});
afterAll(() => app.close());

const ask = (name: string, variables: object): Promise<string[]> =>
  statements.during(() => alice.query(documentOf(definitions, name), variables));

/** Most statements an operation may take, signing in included, whatever the number of rows. */
const operations: [name: string, most: number, variables: (size: number) => object][] = [
  ['Sessions', 4, (first) => ({ first, filter: { isArchived: false } })],
  ['Conversation', 17, (last) => ({ id: sessionId, last })],
  ['Documents', 5, (first) => ({ first })],
  ['FoundMessages', 6, (first) => ({ query: 'lighthouse', first })],
];

describe('the number of statements', () => {
  it.each(operations)('of %s does not grow with the rows, and is at most %i', async (name, most, variables) => {
    // What is remembered between requests is not counted.
    await ask(name, variables(1));
    const few = await ask(name, variables(4));
    const many = await ask(name, variables(100));
    expect(few.length, few.join('\n')).toBeLessThanOrEqual(most);
    expect(many.length, many.join('\n')).toBe(few.length);
  });

  it('of a question in a conversation is three: who asks, what is there, what is added', async () => {
    const { createSession } = await alice.query(
      'mutation { createSession(input: { title: "Counted", modelId: "scripted:echo" }) { id } }',
    );
    const input = { sessionId: createSession.id, text: '/script {"stall":true}' };
    const send = 'mutation ($input: SendMessageInput!) { sendMessage(input: $input) { run { id } } }';
    let runId = '';
    const seen = await statements.during(async () => {
      runId = (await alice.query(send, { input })).sendMessage.run.id;
    });
    expect(
      seen.slice(0, 3).map((text) => /auth_sessions|from chat_sessions|update chat_sessions/.exec(text)?.[0]),
    ).toEqual(['auth_sessions', 'from chat_sessions', 'update chat_sessions']);
    // The rest, if any, is the run’s, which has begun.
    expect(seen.slice(3).filter((text) => !/document|chunk|collection|session_retrievals/.test(text))).toEqual([]);
    await alice.query('mutation ($id: ID!) { cancelRun(id: $id) { id } }', { id: runId });
  });

  it('of the oldest messages is that of the newest', async () => {
    const newest = await ask('Conversation', { id: sessionId, last: 20 });
    const first = await alice.query(
      'query ($id: ID!) { session(id: $id) { messages(first: 21) { pageInfo { endCursor } } } }',
      { id: sessionId },
    );
    const before = first.session.messages.pageInfo.endCursor;
    expect(await ask('Conversation', { id: sessionId, last: 20, before })).toHaveLength(newest.length);
  });
});
