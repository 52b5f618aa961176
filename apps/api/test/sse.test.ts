import { type Client, createClient } from 'graphql-sse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SessionEvents } from '../src/modules/chat/index.ts';
import { connectionsPerUser } from '../src/server/index.ts';
import { ask, collectRun, runEventsQuery, type SeenEvent } from './support/conversation.ts';
import { startTestApp, type TestApp } from './support/test-app.ts';
import type { GraphQLAnswer, TestClient } from './support/test-client.ts';
import { until } from './support/until.ts';

const CHANGES = 'subscription { sessionChanged { id title } }';

let app: TestApp;
let alice: TestClient;

beforeAll(async () => {
  app = await startTestApp();
  alice = await app.signUp('alice');
});
afterAll(() => app.close());

const clientOf = ({ cookie }: TestClient): Client =>
  createClient({ url: `${app.url}/graphql/stream`, headers: { cookie }, retryAttempts: 0 });

async function collect(client: Client, query: string, variables: Record<string, unknown>): Promise<SeenEvent[]> {
  const events: SeenEvent[] = [];
  for await (const { data, errors } of client.iterate<{ runEvents: SeenEvent }>({ query, variables })) {
    if (errors) throw new Error(String(errors[0]!.extensions?.['code']));
    events.push(data!.runEvents);
  }
  return events;
}

/** An open stream as a browser’s fetch sees it. */
async function open(client: TestClient, body: object, headers: Record<string, string> = {}) {
  const abort = new AbortController();
  const response = await fetch(`${app.url}/graphql/stream`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', cookie: client.cookie, ...headers },
    body: JSON.stringify(body),
    signal: abort.signal,
  });
  return { response, leave: () => abort.abort() };
}

const words = (count: number, delayMs: number): string =>
  `/script ${JSON.stringify({ text: Array.from({ length: count }, (_, index) => `w${index} `).join(''), delayMs })}`;

/** How many listen for changes of conversations of anybody. */
function listeners(): () => number {
  const events = app.app.services.get(SessionEvents);
  let count = 0;
  const subscribe = events.subscribe.bind(events);
  events.subscribe = (...args) => {
    const unsubscribe = subscribe(...args);
    count++;
    return () => {
      count--;
      unsubscribe();
    };
  };
  return () => count;
}

describe('watching a run', () => {
  it('gives the same events as a socket, from any place on, during the run and after it', async () => {
    const { run } = await ask(alice, { text: words(30, 5) });
    const client = clientOf(alice);
    const [bySocket, byStream] = await Promise.all([
      collectRun(alice, run.id),
      collect(client, runEventsQuery, { runId: run.id }),
    ]);
    expect(byStream).toEqual(bySocket);
    for (const after of [0, 5, byStream.length - 2]) {
      expect(await collect(client, runEventsQuery, { runId: run.id, after })).toEqual(bySocket.slice(after + 1));
    }
  });

  it('executes what a selection reaches beyond the event', async () => {
    const { run } = await ask(alice, { text: 'Hi' });
    const query =
      'subscription ($runId: ID!) { runEvents(runId: $runId) { __typename sequence ... on RunEnded { message { status text } } } }';
    const events = await collect(clientOf(alice), query, { runId: run.id });
    expect(events.at(-1)).toMatchObject({ __typename: 'RunEnded', message: { status: 'COMPLETED' } });
  });

  it('takes GET, as an EventSource sends it', async () => {
    const { run } = await ask(alice, { text: 'Hi' });
    const search = new URLSearchParams({ query: runEventsQuery, variables: JSON.stringify({ runId: run.id }) });
    const response = await fetch(`${app.url}/graphql/stream?${search}`, { headers: { cookie: alice.cookie } });
    expect(response.headers.get('content-type')).toMatch('text/event-stream');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    const text = await response.text();
    expect(text).toMatch(/event: next\ndata: \{"data":\{"runEvents":\{"__typename":"RunStarted"/);
    expect(text.endsWith('event: complete\ndata:\n\n')).toBe(true);
  });

  it('stops listening when the reader leaves, and the run goes on', async () => {
    const count = listeners();
    const { leave } = await open(alice, { query: CHANGES });
    await until(() => count() === 1);
    leave();
    await until(() => count() === 0);

    const { run } = await ask(alice, { text: words(20, 5) });
    const watching = await open(alice, { query: runEventsQuery, variables: { runId: run.id } });
    watching.leave();
    expect((await collectRun(alice, run.id)).at(-1)).toMatchObject({ __typename: 'RunEnded', status: 'COMPLETED' });
  });
});

describe('what is refused', () => {
  it.each([
    ['a syntax error', 'subscription {', 'GRAPHQL_PARSE_FAILED'],
    ['a mutation', 'mutation { signOut }', 'BAD_REQUEST'],
    ['a query', '{ viewer { id } }', 'BAD_REQUEST'],
    ['an unknown field', 'subscription { nothing }', 'GRAPHQL_VALIDATION_FAILED'],
    ['a run of nobody', 'subscription { runEvents(runId: "x") { sequence } }', 'NOT_FOUND'],
  ])('%s is the only result', async (_label, query, code) => {
    const { response } = await open(alice, { query });
    const text = await response.text();
    expect(text).toContain(`"code":"${code}"`);
    expect(text.match(/event: next/g)).toHaveLength(1);
    expect(text).toContain('event: complete');
  });

  it.each([
    ['no query', {}],
    ['a query that is no text', { query: {} }],
    ['variables that are no object', { query: CHANGES, variables: [] }],
    ['a list', []],
  ])('%s', async (_label, body) => {
    const { response } = await open(alice, body);
    expect(response.status).toBe(400);
    expect(((await response.json()) as GraphQLAnswer).errors![0]!.extensions.code).toBe('BAD_USER_INPUT');
  });

  it('other sites’ pages', async () => {
    const { response } = await open(alice, { query: CHANGES }, { origin: 'https://evil.example' });
    expect(response.status).toBe(403);
    const search = new URLSearchParams({ query: CHANGES });
    const headers = { cookie: alice.cookie, origin: 'https://evil.example' };
    expect((await fetch(`${app.url}/graphql/stream?${search}`, { headers })).status).toBe(403);
  });

  it('tokens of another protocol’s streams, whatever they are called', async () => {
    const { response } = await open(
      alice,
      { query: 'subscription {' },
      { 'x-graphql-event-stream-token': '__proto__' },
    );
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('event: complete');
  });

  it('the stream over the limit, until another one is closed', async () => {
    const bob = await app.signUp('bob');
    const streams = await Promise.all(
      Array.from({ length: connectionsPerUser.stream }, () => open(bob, { query: CHANGES })),
    );
    const refused = await open(bob, { query: CHANGES });
    expect(refused.response.status).toBe(429);
    expect(refused.response.headers.get('retry-after')).toBe('5');
    expect(((await refused.response.json()) as GraphQLAnswer).errors![0]!.extensions).toMatchObject({
      code: 'TOO_MANY_SUBSCRIPTIONS',
      retryAfter: 5,
    });
    streams[0]!.leave();
    let again = await open(bob, { query: CHANGES });
    while (again.response.status === 429) again = await open(bob, { query: CHANGES });
    expect(again.response.status).toBe(200);
    for (const { leave } of [...streams, again]) leave();
  });
});

it('is refused over the limit by its status, as downloads are', async () => {
  const strict = await startTestApp({ RATE_LIMIT_MULTIPLIER: '0.01' });
  const { cookie } = await strict.signUp('dora');
  const get = async (path: string): Promise<Response> => {
    let response: Response;
    do {
      const abort = new AbortController();
      response = await fetch(strict.url + path, { headers: { cookie }, signal: abort.signal });
      if (response.status === 200) abort.abort();
    } while (response.status !== 429);
    return response;
  };
  const stream = (query: string): string => `/graphql/stream?${new URLSearchParams({ query })}`;
  const events = 'subscription { runEvents(runId: "x") { sequence } }';
  for (const path of [stream(CHANGES), stream(events), '/api/documents/x/file']) {
    const response = await get(path);
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await response.text()).toMatch(/"code":"RATE_LIMITED","retryAfter":\d+/);
  }
  await strict.close();
});

it('ends after signing out, and not as if it were complete', async () => {
  const carol = await app.signUp('carol');
  const { response } = await open(carol, { query: CHANGES });
  await carol.query('mutation { signOut }');
  expect(await response.text()).not.toContain('event: complete');
});
