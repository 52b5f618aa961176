import { once } from 'node:events';
import type { Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { connectionsPerUser } from '../src/server/index.ts';
import { socketLimits } from '../src/server/streams/websocket.ts';
import { ask, collectRun, runEventsQuery } from './support/conversation.ts';
import { RawSocket } from './support/raw-socket.ts';
import { slowly } from './support/streams.ts';
import { startTestApp, type TestApp } from './support/test-app.ts';
import type { TestClient } from './support/test-client.ts';
import { until } from './support/until.ts';

const CHANGES = 'subscription { sessionChanged { id title } }';

let app: TestApp;
let alice: TestClient;
const opened: RawSocket[] = [];

beforeAll(async () => {
  app = await startTestApp();
  alice = await app.signUp('alice');
});
afterEach(() => {
  for (const socket of opened.splice(0)) socket.close();
});
afterAll(() => app.close());

async function connect(
  client: TestClient = alice,
  options: Parameters<typeof RawSocket.open>[2] = {},
): Promise<RawSocket> {
  const socket = await RawSocket.open(app.url, client.cookie, options);
  opened.push(socket);
  return socket;
}

async function connectBare(options: Parameters<typeof RawSocket.open>[2] = {}): Promise<RawSocket> {
  const socket = await RawSocket.open(app.url, undefined, options);
  opened.push(socket);
  return socket;
}

/** The HTTP status an upgrade is refused with. */
async function refusedUpgrade(headers: Record<string, string>, path = '/graphql'): Promise<number | undefined> {
  const socket = new WebSocket(`${app.url.replace('http', 'ws')}${path}`, 'graphql-transport-ws', { headers });
  socket.on('error', () => {});
  const [, response] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode?: number }];
  socket.terminate();
  return response.statusCode;
}

const wordsEvery = (delayMs: number, count: number): string =>
  `/script ${JSON.stringify({ text: Array.from({ length: count }, (_, index) => `w${index} `).join(''), delayMs })}`;

describe('the handshake', () => {
  it.each(['https://evil.example', 'null', 'file://', 'http://127.0.0.1.evil.example'])(
    'refuses the origin %s',
    async (origin) => {
      expect(await refusedUpgrade({ origin, cookie: alice.cookie })).toBe(403);
    },
  );

  it('takes our own origin, and programs, which have none', async () => {
    const own = await connect(alice, { headers: { origin: app.url } });
    expect(own.isOpen).toBe(true);
  });

  it('is only to be had at its own address', async () => {
    expect(await refusedUpgrade({ cookie: alice.cookie }, '/api/health')).toBe(404);
  });

  it('refuses an upgrade with 2,000 headers and lives on', async () => {
    const headers = Object.fromEntries(Array.from({ length: 2_000 }, (_, index) => [`x-${index}`, '1']));
    const socket = new WebSocket(`${app.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', { headers });
    const [error] = (await once(socket, 'error')) as [Error];
    expect(error.message).toMatch(/431|socket hang up|ECONNRESET/);
    expect((await app.anonymous.request('{ __typename }')).data).toEqual({ __typename: 'Query' });
  });

  it('closes a socket without our protocol', async () => {
    const socket = await connectBare({ protocol: '', headers: { cookie: alice.cookie } });
    expect(await socket.closed).toBe(4406);
  });

  it('does not speak the protocol of older clients', async () => {
    const socket = new WebSocket(`${app.url.replace('http', 'ws')}/graphql`, 'graphql-ws');
    const [error] = (await once(socket, 'error')) as [Error];
    expect(error.message).toMatch(/no subprotocol/);
  });
});

describe('who is there', () => {
  it.each([
    ['no token', {}, undefined],
    ['a made-up cookie', { cookie: 'parley_session=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' }, undefined],
    ['a made-up token', {}, { token: 'a'.repeat(40) }],
    ['a token that is no text', {}, { token: { $ne: null } }],
  ])('refuses %s', async (_label, headers, payload) => {
    const socket = await connectBare({ headers });
    socket.send({ type: 'connection_init', ...(payload && { payload }) });
    expect(await socket.closed).toBe(4403);
  });

  it('takes a token in connectionParams', async () => {
    const socket = await connectBare();
    socket.send({ type: 'connection_init', payload: { token: alice.cookie.split('=')[1] } });
    await socket.next(({ type }) => type === 'connection_ack');
    socket.subscribe('1', CHANGES);
    await alice.query('mutation { createSession(input: { title: "By token" }) { id } }');
    expect((await socket.next(({ type }) => type === 'next')).payload.data.sessionChanged.title).toBe('By token');
  });

  it('waits for connection_init no longer than it must', async () => {
    const socket = await connectBare();
    expect(await socket.closed).toBe(4408);
  });

  it('ends after signing out, and only what was signed out', async () => {
    const bob = await app.signUp('bob');
    const [mine, others] = [await connect(bob), await connect()];
    await bob.query('mutation { signOut }');
    expect(await mine.closed).toBe(4403);
    expect(others.isOpen).toBe(true);
  });

  it('ends after the account is disabled or its role changes', async () => {
    const [carol, dave] = [await app.signUp('carol'), await app.signUp('dave')];
    const sockets = [await connect(carol), await connect(dave)];
    await app.database.fork().execute("update users set disabled_at = now() where email = 'carol@example.com'");
    await app.database.fork().execute("update users set role = 'ADMIN' where email = 'dave@example.com'");
    expect(await Promise.all(sockets.map((socket) => socket.closed))).toEqual([4403, 4403]);
  });
});

describe('hostile sockets, one beside a stream that must not notice', () => {
  it.each<[string, (socket: RawSocket) => void, number[]]>([
    ['broken JSON', ({ socket }) => socket.send('{not json'), [4400]],
    ['an unknown type', ({ socket }) => socket.send('{"type":"nope"}'), [4400]],
    ['no object', ({ socket }) => socket.send('null'), [4400]],
    ['an array', ({ socket }) => socket.send('[]'), [4400]],
    [
      'a subscription without an id',
      (socket) => socket.send({ type: 'subscribe', payload: { query: CHANGES } }),
      [4400],
    ],
    ['a number as id', (socket) => socket.send({ id: 1, type: 'subscribe', payload: { query: CHANGES } }), [4400]],
    [
      'a query that is no text',
      (socket) => socket.send({ id: '1', type: 'subscribe', payload: { query: {} } }),
      [4400],
    ],
    ['a second connection_init', (socket) => socket.send({ type: 'connection_init' }), [4429]],
    ['an id in use', (socket) => (socket.subscribe('1', CHANGES), socket.subscribe('1', CHANGES)), [4409]],
    ['a binary frame', ({ socket }) => socket.send(Buffer.from([0xff, 0xfe, 0x00])), [4400]],
    ['a frame over the limit', ({ socket }) => socket.send('x'.repeat(socketLimits.frameBytes + 1)), [1009]],
    ['text that is not UTF-8', ({ socket }) => socket.send(Buffer.from([0xc3, 0x28]), { binary: false }), [1007]],
    ['a flood of messages', (socket) => flood(() => socket.send({ type: 'ping' })), [1008]],
    ['a flood of pings', ({ socket }) => flood(() => socket.ping()), [1008, 1006]],
  ])('%s', async (_label, misbehave, codes) => {
    const { run } = await ask(alice, { text: wordsEvery(2, 100) });
    const good = await connect();
    good.subscribe('good', runEventsQuery, { runId: run.id });
    const bad = await connect();
    misbehave(bad);
    expect(codes).toContain(await bad.closed);
    await good.end('good');
    const sequences = good.messages.flatMap(({ type, payload }) =>
      type === 'next' ? [payload.data.runEvents.sequence as number] : [],
    );
    expect(sequences).toEqual(sequences.map((_, index) => index));
    expect(good.messages.at(-2)!.payload.data.runEvents).toMatchObject({ __typename: 'RunEnded', status: 'COMPLETED' });
  });

  it('a subscription before connection_init', async () => {
    const socket = await connectBare();
    socket.subscribe('1', CHANGES);
    expect(await socket.closed).toBe(4401);
  });

  it('a huge or deeply nested connection_init', async () => {
    for (const payload of [`"${'a'.repeat(1_048_576)}"`, `${'['.repeat(100_000)}${']'.repeat(100_000)}`]) {
      const socket = await connectBare();
      socket.socket.send(`{"type":"connection_init","payload":{"token":${payload}}}`);
      expect([1009, 4400, 4403]).toContain(await socket.closed);
    }
  });

  it('a million tiny fragments of one message', async () => {
    const socket = await connect();
    for (let index = 0; index < 20_000 && socket.isOpen; index++) socket.socket.send('x', { fin: false });
    socket.socket.send('x', { fin: true });
    expect([1008, 1009, 4400, 1006]).toContain(await socket.closed);
  });
});

function flood(send: () => void): void {
  for (let index = 0; index <= socketLimits.messagesPerMinute; index++) send();
}

describe('operations that are refused alone', () => {
  it.each([
    ['a syntax error', 'subscription {', 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', 'subscription { nothing }', 'GRAPHQL_VALIDATION_FAILED'],
    ['a query', '{ __typename }', 'BAD_REQUEST'],
    ['a mutation', 'mutation { signOut }', 'BAD_REQUEST'],
    ['introspection', '{ __schema { types { name } } }', 'BAD_REQUEST'],
    [
      'two root fields',
      'subscription { sessionChanged { id } other: sessionChanged { id } }',
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'too many aliases',
      `subscription { sessionChanged { ${Array.from({ length: 40 }, (_, n) => `a${n}: id`).join(' ')} } }`,
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'too deep',
      `subscription { sessionChanged { ${'activeLeaf { session { '.repeat(10)} id ${'} }'.repeat(10)} } }`,
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['too many tokens', `subscription { sessionChanged { ${'id '.repeat(3_000)} } }`, 'GRAPHQL_PARSE_FAILED'],
    [
      'a root field that comes and goes',
      'subscription ($a: Boolean!) { sessionChanged @include(if: $a) { id } }',
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'a root fragment that comes and goes',
      'subscription { ... @skip(if: false) { sessionChanged { id } } }',
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'a run of nobody',
      'subscription { runEvents(runId: "00000000-0000-4000-8000-000000000000") { sequence } }',
      'NOT_FOUND',
    ],
    ['a run without an id', 'subscription { runEvents { sequence } }', 'GRAPHQL_VALIDATION_FAILED'],
  ])('%s', async (_label, query, code) => {
    const socket = await connect();
    socket.subscribe('good', CHANGES);
    socket.subscribe('bad', query);
    const { payload, type } = await socket.next(({ id }) => id === 'bad');
    const errors = type === 'error' ? payload : payload.errors;
    expect(errors[0].extensions.code).toBe(code);
    expect(JSON.stringify(errors)).not.toMatch(/stack|node_modules/);
    await alice.query('mutation { createSession(input: { title: "Still there" }) { id } }');
    await socket.next(
      ({ id, payload: { data } = {} }) => id === 'good' && data?.sessionChanged.title === 'Still there',
    );
  });

  it.each([
    ['text', 'abc'],
    ['a fraction', 1.5],
    ['an object', {}],
    ['a huge number', 1e20],
    ['less than -1', -2],
    ['more than any run has', 2_000_000_000],
    ['more than a sequence can be, while it goes on', 2 ** 31 - 1, slowly(100, 100)],
  ])('%s as the cursor', async (_label, after, text = 'Hi') => {
    const { run } = await ask(alice, { text });
    if (text === 'Hi') await collectRun(alice, run.id);
    const socket = await connect();
    socket.subscribe(
      '1',
      'subscription ($id: ID!, $after: Int) { runEvents(runId: $id, after: $after) { sequence } }',
      { id: run.id, after },
    );
    const { payload, type } = await socket.next(({ id }) => id === '1');
    expect((type === 'error' ? payload : payload.errors)[0].extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'after',
    });
    expect(socket.isOpen).toBe(true);
  });

  it.each([
    ['a number', 7],
    ['nothing', null],
    ['a list', []],
  ])('%s as the run', async (_label, id) => {
    const socket = await connect();
    socket.subscribe('1', 'subscription ($id: ID!) { runEvents(runId: $id) { sequence } }', { id });
    const { payload, type } = await socket.next((message) => message.id === '1');
    expect((type === 'error' ? payload : payload.errors)[0].extensions.code).toMatch(/BAD_USER_INPUT|NOT_FOUND/);
    expect(socket.isOpen).toBe(true);
  });

  it('the 51st subscription of one socket', async () => {
    const socket = await connect();
    for (let index = 0; index < socketLimits.subscriptions; index++) socket.subscribe(`s${index}`, CHANGES);
    socket.subscribe('one more', CHANGES);
    const { extensions } = (await socket.end('one more')).payload[0];
    expect(extensions).toEqual({ code: 'TOO_MANY_SUBSCRIPTIONS', retryAfter: 5 });
    socket.send({ id: 's0', type: 'complete' });
    socket.subscribe('in its place', CHANGES);
    await alice.query('mutation { createSession(input: { title: "x" }) { id } }');
    await socket.next(({ id, type }) => id === 'in its place' && type === 'next');
  });

  it('the 21st socket of one person, until another is closed', async () => {
    const erin = await app.signUp('erin');
    const sockets = await Promise.all(Array.from({ length: connectionsPerUser.socket }, () => connect(erin)));
    const refused = await connectBare({ headers: { cookie: erin.cookie } });
    refused.send({ type: 'connection_init' });
    expect(await refused.closed).toBe(1013);
    expect(sockets.every(({ isOpen }) => isOpen)).toBe(true);
    sockets[0]!.socket.close();
    await sockets[0]!.closed;
    expect((await connect(erin)).isOpen).toBe(true);
  });
});

it('says nothing of sockets that are gone before their answers', async () => {
  const written = ['error', 'warn', 'log'].map((method) => vi.spyOn(console, method as 'error'));
  const sockets = await Promise.all(Array.from({ length: 20 }, () => connectBare()));
  for (const { socket } of sockets) {
    for (let index = 0; index < 200; index++) socket.send('{"type":"ping"}');
    (socket as unknown as { _socket: Socket })._socket.resetAndDestroy();
  }
  await until(async () => {
    const { promise, resolve } = Promise.withResolvers<number>();
    app.app.http.server.getConnections((_error, count) => resolve(count));
    return (await promise) <= 5;
  });
  for (const spy of written) expect(spy).not.toHaveBeenCalled();
  vi.restoreAllMocks();
});

it('asks to come back later when the database does not answer', async () => {
  const troubled = await startTestApp();
  const frank = await troubled.signUp('frank');
  await troubled.loseDatabase();
  const socket = await RawSocket.open(troubled.url, undefined, { headers: { cookie: frank.cookie } });
  socket.send({ type: 'connection_init' });
  expect(await socket.closed).toBe(1013);
  const response = await frank.post('{"query":"{ viewer { id } }"}');
  expect(response.headers.get('content-type')).toMatch(/^application\/json/);
  expect(await response.text()).not.toMatch(/postgres|pool|node_modules/i);
  await troubled.close();
});
