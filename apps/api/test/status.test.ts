import { connect } from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, type TestApp } from './support/test-app.ts';
import type { TestClient } from './support/test-client.ts';

let app: TestApp;
let alice: TestClient;

beforeAll(async () => {
  app = await startTestApp();
  alice = await app.signUp('alice');
});
afterAll(() => app.close());

const json = { 'content-type': 'application/json' };
const id = '00000000-0000-4000-8000-000000000000';

/** The status line, headers and body of an answer, sent as they are written here. */
async function speak(text: string): Promise<{ status: number; headers: string; body: string }> {
  const { hostname, port } = new URL(app.url);
  const socket = connect(Number(port), hostname);
  socket.write(text);
  let answer = '';
  socket.on('data', (data) => (answer += String(data)));
  socket.on('error', () => {});
  await once(socket, 'close');
  const [headers = '', body = ''] = answer.split('\r\n\r\n');
  return { status: Number(answer.split(' ')[1]), headers, body };
}

it.each<[string, string, number, string, RequestInit?]>([
  ['PUT', '/graphql', 405, 'BAD_REQUEST'],
  ['DELETE', '/graphql/stream', 405, 'BAD_REQUEST'],
  ['GET', '/api/documents', 405, 'BAD_REQUEST'],
  ['DELETE', `/api/documents/${id}/file`, 405, 'BAD_REQUEST'],
  ['DELETE', '/api/health', 405, 'BAD_REQUEST'],
  ['POST', '/api/health/live', 405, 'BAD_REQUEST'],
  ['POST', '/metrics', 405, 'BAD_REQUEST'],
  ['GET', '/api/nowhere', 404, 'NOT_FOUND'],
  ['POST', '/nowhere', 404, 'NOT_FOUND'],
  ['GET', '/v1/nowhere', 404, 'NOT_FOUND'],
  ['GET', `/api/documents/${id}/file`, 404, 'NOT_FOUND'],
  ['GET', '/api/documents/x/file', 404, 'NOT_FOUND'],
  ['POST', '/graphql', 415, 'BAD_REQUEST', { body: '{}', headers: { 'content-type': 'application/xml' } }],
  ['POST', '/graphql', 400, 'BAD_REQUEST', { body: '{', headers: json }],
  ['POST', '/graphql/stream', 400, 'BAD_USER_INPUT', { body: '{}', headers: json }],
  ['POST', '/graphql/stream', 415, 'BAD_REQUEST', { body: '{}', headers: { 'content-type': 'text/csv' } }],
  ['POST', '/api/documents', 400, 'BAD_USER_INPUT', { body: '{}', headers: json }],
  ['POST', '/graphql', 413, 'PAYLOAD_TOO_LARGE', { body: ' '.repeat(5_000_000), headers: json }],
  ['POST', '/graphql/stream', 413, 'PAYLOAD_TOO_LARGE', { body: ' '.repeat(5_000_000), headers: json }],
])('%s %s is %d %s, as JSON and with every header', async (method, path, status, code, init = {}) => {
  const headers = { cookie: alice.cookie, ...(init.headers as Record<string, string>) };
  const response = await fetch(app.url + path, { ...init, method, headers });
  const body = (await response.json()) as { error?: { code: string }; errors?: { extensions: { code: string } }[] };
  expect([response.status, body.error?.code ?? body.errors?.[0]!.extensions.code]).toEqual([status, code]);
  expect(response.headers.get('content-type')).toMatch(/^application\/(graphql-response\+)?json/);
  expect(response.headers.get('content-security-policy')).toContain("base-uri 'none'");
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  expect(response.headers.has('allow')).toBe(status === 405);
});

it.each([
  ['no HTTP', 'hello\r\n\r\n', 400, 'BAD_REQUEST'],
  [
    'headers over the limit',
    `GET / HTTP/1.1\r\nHost: x\r\nX-Much: ${'a'.repeat(20_000)}\r\n\r\n`,
    431,
    'PAYLOAD_TOO_LARGE',
  ],
  [
    'a name that is not ours',
    'GET /api/health HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n',
    403,
    'FORBIDDEN',
  ],
  ['a page of such a name', 'GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n', 403, 'FORBIDDEN'],
  [
    'a way out of the folder',
    'GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
    404,
    'NOT_FOUND',
  ],
  ['a Host that is no name', 'GET / HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n', 400, 'BAD_USER_INPUT'],
  [
    'a Host with a port that is none',
    'GET / HTTP/1.1\r\nHost: x:99999\r\nConnection: close\r\n\r\n',
    400,
    'BAD_USER_INPUT',
  ],
  [
    'NUL in an address',
    'GET /api/documents/%00/file HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
    401,
    'UNAUTHENTICATED',
  ],
])('%s is answered like everything else', async (_what, text, status, code) => {
  const answer = await speak(text);
  expect([answer.status, (JSON.parse(answer.body) as { error: { code: string } }).error.code]).toEqual([status, code]);
  for (const name of ['content-security-policy', 'x-content-type-options', 'referrer-policy', 'content-type']) {
    expect(answer.headers.toLowerCase()).toContain(`\r\n${name}: `);
  }
});

it.each([
  'Host: \r\n',
  'Host: a b\r\n',
  'Host: [::1\r\n',
  'Host: x:99999\r\n',
  'Host: x/y\r\n',
  'Host: u@127.0.0.1\r\n',
  '',
])('a question of GraphQL with the header %j is refused, and breaks nothing', async (host) => {
  // HTTP/1.0 asks for no Host.
  const version = host === '' ? '1.0' : '1.1';
  for (const path of ['/graphql', '/graphql/stream']) {
    const head = `POST ${path} HTTP/${version}\r\n${host}Content-Type: application/json\r\nConnection: close\r\n`;
    const { status, body } = await speak(`${head}Content-Length: 2\r\n\r\n{}`);
    expect([status, body]).toEqual([400, expect.stringMatching(/The header Host.*"BAD_USER_INPUT"/)]);
  }
});

it('takes a name of the own network, over HTTP and as a socket', async () => {
  const head = 'Host: parley.lan:4000\r\nOrigin: http://parley.lan:4000\r\n';
  expect((await speak(`GET /api/health HTTP/1.1\r\n${head}Connection: close\r\n\r\n`)).status).toBe(200);
  const upgrade = (host: string): string =>
    `GET /graphql HTTP/1.1\r\n${host}Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${'a'.repeat(22)}==\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n`;
  expect((await speak(upgrade('Host: evil.example\r\nOrigin: http://evil.example\r\n'))).status).toBe(403);
  expect((await speak(upgrade(head))).status).toBe(101);
});
