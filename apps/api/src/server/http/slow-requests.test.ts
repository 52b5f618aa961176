import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { silentLog } from '../../kernel/log.ts';
import { answerErrors } from './http-errors.ts';
import { limitSlowRequests } from './slow-requests.ts';

let http: FastifyInstance;

beforeAll(async () => {
  http = Fastify();
  answerErrors(http, silentLog);
  limitSlowRequests(http, { body: 100, rest: 50 });
  http.post('/take', async () => 'taken');
  http.post(
    '/refuse',
    { config: { hasMinUploadRate: true }, onRequest: async () => Promise.reject(new Error('no')) },
    () => '',
  );
  http.get('/stream', (_request, reply) => {
    reply.hijack();
    reply.raw.write('begin ');
    setTimeout(() => reply.raw.end('end'), 300);
  });
  await http.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => http.close());

/** Sends this much, reads until the server closes, and gives back what came. */
async function speak(text: string): Promise<string> {
  const socket: Socket = connect((http.server.address() as AddressInfo).port, '127.0.0.1');
  socket.write(text);
  let answer = '';
  socket.on('data', (data) => (answer += String(data)));
  socket.on('error', () => {});
  await once(socket, 'close');
  return answer;
}

const head = (path: string, method = 'POST'): string =>
  `${method} ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n`;

it.each([
  ['with a length', `${head('/take')}Content-Length: 4000\r\n\r\n{`],
  ['in chunks', `${head('/take')}Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n`],
  ['that no route takes', `${head('/nowhere', 'PUT')}Content-Length: 4000\r\n\r\n{`],
])('a body %s that does not come is given up, with the reason', async (_how, text) => {
  const answer = await speak(text);
  expect(answer).toMatch(/^HTTP\/1\.1 4\d\d/);
  expect(answer).toMatch(/"code":"(BAD_REQUEST|NOT_FOUND)"/);
  expect(answer).toMatch(/content-type: application\/json/i);
});

it('a connection with the rest of a refused body is closed', async () => {
  expect(await speak(`${head('/refuse')}Content-Length: 4000\r\n\r\n{`)).toMatch(/^HTTP\/1\.1 500/);
});

it('a request of a script, which came over no connection, does not end the process', async () => {
  // What fails does so in a timer, which the longer answer outlives.
  const { body } = await http.inject({ method: 'POST', url: '/take', payload: {} });
  expect(body).toBe('taken');
  expect(await speak(`${head('/stream', 'GET')}Connection: close\r\n\r\n`)).toContain('end');
});

it('an answer may take longer', async () => {
  expect(await speak(`${head('/stream', 'GET')}Connection: close\r\n\r\n`)).toContain('end');
});
