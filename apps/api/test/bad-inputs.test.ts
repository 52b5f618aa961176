import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { errorCodes } from '../src/kernel/errors.ts';
import { ask, collectRun, messagesOf } from './support/conversation.ts';
import { startTestApp, type TestApp } from './support/test-app.ts';
import type { GraphQLAnswer, TestClient } from './support/test-client.ts';

/** Codes about the request itself, which GraphQL servers share, beside our own. */
const requestCodes = [
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_REQUEST',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_SUPPORTED',
];
const allowedCodes = new Set<string>([...errorCodes, ...requestCodes]);

const SEND =
  'mutation ($input: SendMessageInput!) { sendMessage(input: $input) { session { id title } userMessage { id text } run { id } } }';
const CREATE =
  'mutation ($input: CreateSessionInput!) { createSession(input: $input) { id title parameters { temperature topP topK maxTokens seed } } }';
const UPDATE = 'mutation ($input: UpdateSessionInput!) { updateSession(input: $input) { id } }';
const CREATE_COLLECTION = 'mutation ($input: CreateCollectionInput!) { createCollection(input: $input) { id } }';
const CREATE_COLLECTION_WITH =
  'mutation ($a: JSON) { createCollection(input: { name: "Notes", metadata: { a: $a } }) { id } }';
const SIGN_UP = 'mutation ($input: SignUpInput!) { signUp(input: $input) { user { id } } }';
const SESSIONS =
  'query ($first: Int, $after: String, $filter: SessionFilter) { sessions(first: $first, after: $after, filter: $filter) { totalCount } }';

let app: TestApp;
let alice: TestClient;
let sessionId: string;
let before: unknown;

beforeAll(async () => {
  app = await startTestApp();
  alice = await app.signUp('alice');
  const { session, run } = await ask(alice, { text: 'A first question.' });
  await collectRun(alice, run.id);
  sessionId = session.id;
  before = await rowCounts();
});
afterAll(() => app.close());

/** How much there is of everything: what is refused must leave nothing behind. */
async function rowCounts(): Promise<unknown> {
  return app.database.fork().execute(
    `select (select count(*) from users)::int as users, (select count(*) from chat_sessions)::int as sessions,
      (select count(*) from messages)::int as messages, (select count(*) from runs)::int as runs,
      (select count(*) from token_usages)::int as usages`,
  );
}

interface Refusal {
  status: number;
  code: string;
  field: string | undefined;
  message: string;
}

/** Sends a raw body and checks what must hold for every refusal, whatever was wrong. */
async function refusal(body: string, headers: Record<string, string> = {}, client = alice): Promise<Refusal> {
  const response = await client.post(body, headers);
  const text = await response.text();
  expect(response.status, text).toBeLessThan(500);
  expect(response.headers.get('content-type')).toMatch(/^application\/(graphql-response\+)?json/);
  expect(text.length).toBeLessThan(4_000);
  expect(text).not.toMatch(/node_modules|\.ts:|at Object|select |insert |stacktrace/);
  const { errors } = JSON.parse(text) as GraphQLAnswer;
  expect(errors, text).toBeDefined();
  expect(errors!.length).toBeLessThanOrEqual(5);
  for (const { extensions } of errors!) expect(allowedCodes).toContain(extensions.code);
  const { message, extensions } = errors![0]!;
  expect(extensions.code).not.toBe('INTERNAL');
  expect(message).not.toMatch(/Did you mean/);
  return { status: response.status, code: extensions.code, field: extensions.field, message };
}

const refused = (query: string, variables: unknown, headers?: Record<string, string>): Promise<Refusal> =>
  refusal(JSON.stringify({ query, variables }), headers);

describe('what is refused leaves nothing behind', () => {
  afterEach(async () => {
    expect(await rowCounts()).toEqual(before);
  });

  describe.each([
    ['temperature', [-0.0001, 2.0001, 1e308, '0.7', {}, [], true], /between 0 and 2|Float/],
    ['topK', [-1, 101, 0.5, '3', 2 ** 31], /between 0 and 100|Int/],
    ['topP', [-0.1, 1.0001, 2, '1'], /between 0 and 1|Float/],
    ['maxTokens', [0, -1, 3001, 2_147_483_647, '10'], /between 1 and 3000|Int/],
    ['seed', [2 ** 31, 1.5, 'x'], /Int/],
  ] as const)('%s', (name, values, limit) => {
    it.each(values.map((value) => [JSON.stringify(value).slice(0, 100), value] as const))(
      '%s in a variable',
      async (_label, value) => {
        const parameters = { [name]: value };
        const answers = [
          await refused(CREATE, { input: { parameters } }),
          await refused(UPDATE, { input: { id: sessionId, parameters } }),
          await refused(SEND, { input: { text: 'Hi', parameters } }),
        ];
        for (const answer of answers) {
          expect(answer).toMatchObject({
            code: 'BAD_USER_INPUT',
            field: `parameters.${name}`,
            message: expect.stringMatching(limit),
          });
        }
      },
    );
  });

  it.each([
    ['temperature: 1e309', 'parameters.temperature'],
    ['temperature: -1e400', 'parameters.temperature'],
    ['temperature: 3', 'parameters.temperature'],
    ['topP: 1e309', 'parameters.topP'],
    ['topK: 101', 'parameters.topK'],
    ['maxTokens: 3001', 'parameters.maxTokens'],
    ['temperature: "0.7"', 'parameters.temperature'],
    ['maxTokens: 1.5', 'parameters.maxTokens'],
    ['seed: 99999999999', 'parameters.seed'],
  ])('%s as a literal', async (literal, field) => {
    for (const query of [
      `mutation { createSession(input: { parameters: { ${literal} } }) { id } }`,
      `mutation { sendMessage(input: { text: "Hi", parameters: { ${literal} } }) { run { id } } }`,
    ]) {
      const answer = await refused(query, {});
      expect(['BAD_USER_INPUT', 'GRAPHQL_VALIDATION_FAILED']).toContain(answer.code);
      expect(answer.field).toBe(field);
    }
  });

  it('NUL as an escape in a literal', async () => {
    const answer = await refused(String.raw`{ sessions(filter: { modelId: "a\u0000b" }) { totalCount } }`, {});
    expect(answer).toMatchObject({ code: 'BAD_USER_INPUT', field: 'filter.modelId' });
  });

  it('a query that is named by its hash alone', async () => {
    const extensions = { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } };
    const answer = await refusal(JSON.stringify({ extensions }));
    expect(answer.code).toBe('PERSISTED_QUERY_NOT_SUPPORTED');
  });

  it('a number too large for JSON', async () => {
    const body = `{"query":${JSON.stringify(CREATE)},"variables":{"input":{"parameters":{"temperature":1e309}}}}`;
    expect(await refusal(body)).toMatchObject({ code: 'BAD_USER_INPUT', field: 'parameters.temperature' });
  });

  it.each([
    ['a variable', CREATE_COLLECTION, '{"input":{"name":"Notes","metadata":{"a":1e400}}}'],
    ['a literal', 'mutation { createCollection(input: { name: "Notes", metadata: { a: -1e400 } }) { id } }', '{}'],
    ['a literal beside a variable', CREATE_COLLECTION_WITH, '{"a":[1e400]}'],
  ])('a number too large for JSON, inside of JSON, in %s', async (_label, text, variables) => {
    const collections = async (): Promise<unknown> => alice.query('{ collections { id } }');
    const before = await collections();
    expect(await refusal(`{"query":${JSON.stringify(text)},"variables":${variables}}`)).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'metadata',
      message: expect.stringMatching(/number/),
    });
    expect(await collections()).toEqual(before);
  });

  it.each([
    ['an unknown parameter', CREATE, { input: { parameters: { temprature: 1 } } }],
    ['somebody else as the owner', CREATE, { input: { title: 'x', userId: randomUUID(), owner: randomUUID() } }],
    ['an id of one’s own', CREATE, { input: { id: randomUUID(), title: 'x' } }],
    ['a role', SIGN_UP, { input: { email: 'eve@example.com', password: 'long enough to pass', role: 'ADMIN' } }],
    [
      'an unknown enum value',
      'query ($input: UsageReportInput!) { usageReport(input: $input) { totals { requests } } }',
      { input: { groupBy: 'ROOT' } },
    ],
    ['no page', SESSIONS, { first: 0 }],
    ['a huge page', SESSIONS, { first: 1_000_000 }],
    ['a negative page', SESSIONS, { first: -1 }],
    ['a cursor that is none', SESSIONS, { after: 'not-base64!!' }],
    ['a cursor of another list', SESSIONS, { after: Buffer.from('[1]').toString('base64url') }],
    [
      'a cursor with a forged moment',
      SESSIONS,
      { after: Buffer.from('["+275760-09-13T00:00:00.000Z","x"]').toString('base64url') },
    ],
    [
      'a reversed range',
      SESSIONS,
      { filter: { createdAfter: '2026-02-01T00:00:00Z', createdBefore: '2026-01-01T00:00:00Z' } },
    ],
    ['a moment that is none', SESSIONS, { filter: { createdAfter: 'yesterday' } }],
    ['a moment before the common era', SESSIONS, { filter: { createdAfter: '0000-01-01T00:00:00Z' } }],
    ['a model nobody has', CREATE, { input: { modelId: 'nobody:nothing' } }],
    ['a model id with NUL', CREATE, { input: { modelId: 'scripted:\0' } }],
    ['a model id of 1 MB', CREATE, { input: { modelId: `scripted:${'a'.repeat(1_048_576)}` } }],
    ['NUL in a message', SEND, { input: { text: 'a\0b' } }],
    ['a lone high surrogate', SEND, { input: { text: '\ud800' } }],
    ['a lone low surrogate in a title', CREATE, { input: { title: 'x\udc00' } }],
    ['a lone surrogate in a system prompt', CREATE, { input: { systemPrompt: '\udfff' } }],
    ['an empty message', SEND, { input: { text: '' } }],
    ['a blank message', SEND, { input: { text: ' \n\t' } }],
    ['a message of invisible characters', SEND, { input: { text: ' \u00a0\u200b\u2060\ufeff' } }],
    ['a title of invisible characters', UPDATE, { input: { title: '\u200b\u3164' } }],
    ['a collection’s name of invisible characters', CREATE_COLLECTION, { input: { name: '\u2800' } }],
    ['NUL in a filter', SESSIONS, { filter: { modelId: 'a\0b' } }],
    ['a lone surrogate in a filter', SESSIONS, { filter: { modelId: '\ud800' } }],
    ['an empty cursor', SESSIONS, { after: '' }],
    ['an empty model id', UPDATE, { input: { modelId: '' } }],
    ['a message over the limit', SEND, { input: { text: 'a'.repeat(400_001) } }],
    ['a title over the limit', CREATE, { input: { title: 'q7'.repeat(5_000) } }],
    ['a blank title', UPDATE, { input: { title: '  ' } }],
    ['a system prompt over the limit', CREATE, { input: { systemPrompt: 'a'.repeat(20_001) } }],
    [
      'a header in an e-mail address',
      SIGN_UP,
      { input: { email: 'a@b.c\r\nBcc: victim@example.org', password: 'long enough to pass' } },
    ],
    ['an e-mail address without a domain', SIGN_UP, { input: { email: 'a@b', password: 'long enough to pass' } }],
    [
      'an e-mail address of 321 characters',
      SIGN_UP,
      { input: { email: `${'a'.repeat(309)}@example.com`, password: 'long enough to pass' } },
    ],
    ['a short password', SIGN_UP, { input: { email: 'eve@example.com', password: 'short' } }],
    ['a password of 1 MB', SIGN_UP, { input: { email: 'eve@example.com', password: 'a'.repeat(1_048_576) } }],
    ['a message id of 256 characters', SEND, { input: { text: 'Hi', messageId: 'a'.repeat(256) } }],
    ['an empty message id', SEND, { input: { text: 'Hi', messageId: '' } }],
    ['a message id with NUL', SEND, { input: { text: 'Hi', messageId: `${randomUUID()}\0` } }],
    ['a number as text', SEND, { input: { text: 1 } }],
    ['null as text', SEND, { input: { text: null } }],
  ])('%s', async (_label, query, variables) => {
    const withId =
      query === UPDATE ? { input: { id: sessionId, ...(variables as { input: object }).input } } : variables;
    const answer = await refused(query, withId);
    expect(answer.code).toMatch(/^(BAD_USER_INPUT|GRAPHQL_VALIDATION_FAILED)$/);
    expect(answer.field, answer.message).toBeDefined();
  });

  const ids = [
    '',
    'x',
    'null',
    '9007199254740993',
    '__proto__',
    'constructor',
    '00000000-0000-4000-8000-000000000000\0',
    '00000000-0000-4000-8000-000000000000',
    "' or 1=1 --",
    '../../etc/passwd',
    'a'.repeat(1_048_576),
    '\ud800',
    '🎉',
  ];

  it.each(ids.map((id) => [JSON.stringify(id).slice(0, 100), id] as const))('%s as any id', async (_, id) => {
    const short = await Promise.all([
      refused('query ($id: ID!) { session(id: $id) { id } }', { id }),
      refused('query ($id: ID!) { message(id: $id) { id } }', { id }),
      refused('query ($id: ID!) { run(id: $id) { id } }', { id }),
      refused('query ($s: ID!, $id: ID!) { session(id: $s) { messages(leafId: $id) { totalCount } } }', {
        s: sessionId,
        id,
      }),
      refused('mutation ($id: ID!) { deleteSession(id: $id) }', { id }),
      refused('mutation ($id: ID!) { restoreSession(id: $id) { id } }', { id }),
      refused('mutation ($id: ID!) { deleteMessage(id: $id) { id } }', { id }),
      refused('mutation ($id: ID!) { switchBranch(messageId: $id) { id } }', { id }),
      refused('mutation ($id: ID!) { cancelRun(id: $id) { id } }', { id }),
      refused('mutation ($id: ID!) { withdrawFeedback(messageId: $id) }', { id }),
      refused('mutation ($id: ID!) { submitFeedback(input: { messageId: $id, rating: THUMBS_UP }) { id } }', { id }),
      refused('mutation ($id: ID!) { regenerateMessage(input: { messageId: $id }) { run { id } } }', { id }),
      refused('mutation ($id: ID!) { continueMessage(input: { messageId: $id }) { run { id } } }', { id }),
      refused('mutation ($id: ID!) { editMessage(input: { messageId: $id, text: "Hi" }) { run { id } } }', { id }),
      refused('mutation ($id: ID!) { sendMessage(input: { sessionId: $id, text: "Hi" }) { run { id } } }', { id }),
      refused(
        'mutation ($s: ID!, $id: ID!) { sendMessage(input: { sessionId: $s, parentId: $id, text: "Hi" }) { run { id } } }',
        { s: sessionId, id },
      ),
      refused(UPDATE, { input: { id, title: 'x' } }),
      refused('query ($id: ID!) { document(id: $id) { id } }', { id }),
      refused('query ($id: ID!) { documents(sessionId: $id) { totalCount } }', { id }),
      refused('query ($id: ID!) { documents(collectionId: $id) { totalCount } }', { id }),
      refused('mutation ($id: ID!) { updateDocument(input: { id: $id, isActive: true }) { id } }', { id }),
      refused('query ($id: ID!) { searchDocuments(input: { query: "x", collectionId: $id }) { score } }', { id }),
      refused('query ($id: ID!) { searchDocuments(input: { query: "x", documentIds: [$id] }) { score } }', { id }),
      refused('mutation ($id: ID!) { sendMessage(input: { text: "x", documentIds: [$id] }) { run { id } } }', { id }),
    ]);
    for (const { code } of short) expect(['NOT_FOUND', 'BAD_USER_INPUT']).toContain(code);
  });

  const validation = ['GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_PARSE_FAILED', 'QUERY_TOO_COMPLEX'];
  it.each([
    ['null', 'null', ['BAD_REQUEST']],
    ['nothing', '', ['BAD_REQUEST']],
    ['an array', '[]', ['BAD_REQUEST']],
    ['a batch', '[{"query":"{__typename}"},{"query":"{__typename}"}]', ['BAD_REQUEST']],
    ['a number', '1', ['BAD_REQUEST']],
    ['broken JSON', '{"query":', ['BAD_REQUEST']],
    ['__proto__', '{"__proto__":{"query":"x"},"query":"{__typename}"}', ['BAD_REQUEST']],
    ['no query', '{}', ['BAD_REQUEST']],
    ['a query that is no text', '{"query":{}}', ['BAD_REQUEST']],
    ['variables as an array', '{"query":"{__typename}","variables":[]}', ['BAD_REQUEST']],
    ['variables as text', '{"query":"{__typename}","variables":"x"}', ['BAD_REQUEST']],
    [
      'an unknown operation name',
      '{"query":"query A { __typename }","operationName":"B"}',
      ['OPERATION_RESOLUTION_FAILURE', 'BAD_REQUEST'],
    ],
    ['a syntax error', '{"query":"{"}', ['GRAPHQL_PARSE_FAILED']],
    ['1,000 aliases', query(`{ ${list(1_000, (n) => `a${n}: viewer { id }`)} }`), validation],
    ['101 aliases of __typename', query(`{ ${list(101, (n) => `a${n}: __typename`)} }`), validation],
    ['depth 10,000', query(`${'{a'.repeat(10_000)}${'}'.repeat(10_000)}`), validation],
    ['10,000 directives', query(`{ __typename ${'@include(if: true) '.repeat(10_000)} }`), validation],
    ['400 unknown directives', query(`{ __typename ${'@x '.repeat(400)} }`), validation],
    ['400 unknown fields', query(`{ ${list(400, (n) => `unknown${n}`)} }`), validation],
    [
      'a cycle of fragments',
      query('{ viewer { ...A } } fragment A on User { ...B } fragment B on User { ...A }'),
      validation,
    ],
    [
      'fragments that double',
      query(
        `{ viewer { ...F0 } } ${list(25, (n) => `fragment F${n} on User { ...F${n + 1} ...F${n + 1} }`)} fragment F25 on User { id }`,
      ),
      validation,
    ],
    [
      'pages of pages',
      query(
        '{ sessions(first: 100) { nodes { messages(first: 100) { nodes { siblings { siblings { siblings { id } } session { messages(first: 100) { nodes { id } } } } } } } }',
      ),
      validation,
    ],
    ['a query nobody can name', query('{ viewer { pasword } }'), validation],
    [
      'a subscription whose root comes and goes',
      query('subscription ($a: Boolean!) { sessionChanged @include(if: $a) { id } }'),
      ['BAD_USER_INPUT'],
    ],
    [
      'a subscription over POST',
      query('subscription { sessionChanged { id } }'),
      ['BAD_REQUEST', 'GRAPHQL_VALIDATION_FAILED'],
    ],
  ])('the document: %s', async (_label, body, codes) => {
    const answer = await refusal(body);
    expect(codes).toContain(answer.code);
    expect(answer.status).toBe(400);
  });

  it.each([
    ['text/plain', '{"query":"mutation { signOut }"}'],
    ['application/x-www-form-urlencoded', 'query=mutation%7BsignOut%7D'],
    [
      'multipart/form-data; boundary=x',
      '--x\r\nContent-Disposition: form-data; name="operations"\r\n\r\n{"query":"{__typename}"}\r\n--x--',
    ],
  ])('a body of type %s', async (type, body) => {
    const answer = await refusal(body, { 'content-type': type });
    expect(answer.code).toBe('BAD_REQUEST');
    expect([400, 415]).toContain(answer.status);
  });

  it('a request that another site’s page sends with our cookie', async () => {
    const body = JSON.stringify({ query: 'mutation { signOut }' });
    const response = await alice.post(body, { origin: 'https://evil.example' });
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
    expect(await refusal(body, { origin: 'https://evil.example' })).toMatchObject({ status: 403, code: 'FORBIDDEN' });
    expect(await refusal(body, { origin: 'null' })).toMatchObject({ status: 403, code: 'FORBIDDEN' });
  });

  it('a body of 30 MB', async () => {
    const answer = await refused(SEND, { input: { text: 'a'.repeat(31_457_280) } });
    expect(answer).toMatchObject({ status: 413, code: 'PAYLOAD_TOO_LARGE', message: expect.stringMatching(/4 MB/) });
  });

  it.each([
    ['/%', 400, 'BAD_USER_INPUT'],
    ['/api/documents/%ff', 400, 'BAD_USER_INPUT'],
    ['/api/documents/%ff/file', 400, 'BAD_USER_INPUT'],
    [`/api/documents/${'a'.repeat(201)}/file`, 404, 'NOT_FOUND'],
  ])('the address %s', async (path, status, code) => {
    const response = await fetch(app.url + path);
    const message = expect.stringMatching(code === 'NOT_FOUND' ? /Not found/ : /two hexadecimal digits/);
    expect(await response.json()).toEqual({ error: { code, message } });
    expect(response.status).toBe(status);
    const { headers } = await fetch(`${app.url}/nowhere`);
    for (const name of ['content-security-policy', 'x-content-type-options', 'referrer-policy', 'content-type']) {
      expect(response.headers.get(name)).toBe(headers.get(name));
    }
  });

  it('16 KB of headers', async () => {
    const response = await alice.post('{"query":"{__typename}"}', { 'x-much': 'a'.repeat(20_000) });
    expect(response.status).toBe(431);
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
    expect(await response.json()).toMatchObject({ error: { code: 'PAYLOAD_TOO_LARGE' } });
  });
});

it('makes as many collections as there can be, however many are asked for at once', async () => {
  const bob = await app.signUp('bob');
  const create = (index: number): Promise<string> =>
    bob.errorOf('mutation ($name: String!) { createCollection(input: { name: $name }) { id } }', { name: `c${index}` });
  const answers = await Promise.all(Array.from({ length: 220 }, (_, index) => create(index)));
  expect(answers.filter((code) => code === 'none')).toHaveLength(200);
  expect(answers.filter((code) => code === 'QUOTA_EXCEEDED')).toHaveLength(20);
});

describe('what looks odd but is right', () => {
  it.each([
    ['graphemes of many code points', '👨‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿👍🏽'],
    ['5,000 combining marks', `a${'\u0301'.repeat(5_000)}`],
    ['zero-width characters', 's\u200be\u200bcret'],
    ['every kind of line end', 'a\rb\nc\r\nd\u2028e\u2029f'],
    ['markup', '<img src=x onerror=alert(1)><script>alert(1)</script>'],
    ['templates', '{{constructor.constructor("alert(1)")()}} ${7*7}'],
    ['SQL', "'; drop table users; --"],
    ['the longest message', 'ä'.repeat(400_000)],
  ])('%s are stored unchanged', async (_label, text) => {
    const sent = await ask(alice, { text });
    expect(sent.userMessage.text).toBe(text);
    await collectRun(alice, sent.run.id);
    const [question] = await messagesOf(alice, sent.session.id);
    expect(question!.text).toBe(text);
    expect(sent.session.title.isWellFormed()).toBe(true);
    expect(sent.session.title.length).toBeLessThanOrEqual(200);
  });

  it('takes parameters at their borders and stores them unchanged', async () => {
    for (const parameters of [
      { temperature: 2, topP: 1, topK: 100, maxTokens: 3000, seed: 2_147_483_647 },
      { temperature: 0, topP: 0, topK: 0, maxTokens: 1, seed: -2_147_483_648 },
      { temperature: 0.7, topP: 0.95, topK: null, maxTokens: null, seed: null },
    ]) {
      const { createSession } = await alice.query(CREATE, { input: { parameters } });
      expect(createSession.parameters).toEqual(parameters);
    }
  });

  it('keeps control characters of a title out of the log’s lines and in the title', async () => {
    const title = 'x\u001b[31m\r\nFAKE LOG LINE';
    expect((await alice.query(CREATE, { input: { title } })).createSession.title).toBe(title);
  });
});

function query(text: string): string {
  return JSON.stringify({ query: text });
}

function list(count: number, item: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => item(index)).join(' ');
}
