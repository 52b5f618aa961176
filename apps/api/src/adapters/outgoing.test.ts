import { once } from 'node:events';
import { createServer, request as askOrigin, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { ScriptedOpenAiServer } from '../../test/support/scripted-openai-server.ts';
import { ModelError } from '../ports/language-model.ts';
import { createHttpTransport } from './language-model/http/http-transport.ts';
import { collect, never, request, textIn } from './language-model/language-model.contract.ts';
import { OpenAiCompatibleProvider } from './language-model/openai-compatible.ts';
import { chatCompletionPresets } from './language-model/presets.ts';

/** What the proxy was asked for, as `METHOD target authorization`. */
let asked: string[] = [];
let origin: ScriptedOpenAiServer;
let proxy: Server;

const noteOf = ({ method, url, headers }: IncomingMessage): string =>
  `${method} ${url} ${headers['proxy-authorization'] ?? '-'}`;

beforeAll(async () => {
  origin = await ScriptedOpenAiServer.start();
  // Every name leads to the scripted server; nothing is let through to TLS.
  proxy = createServer((incoming, response) => {
    asked.push(noteOf(incoming));
    const { pathname, search } = new URL(incoming.url!);
    const { method, headers } = incoming;
    const onward = askOrigin(`${origin.origin}${pathname}${search}`, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(response);
    });
    incoming.pipe(onward);
  });
  proxy.on('connect', (incoming: IncomingMessage, socket) => {
    asked.push(noteOf(incoming));
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
});
beforeEach(() => {
  asked = [];
  origin.reset();
});
afterAll(async () => {
  proxy.close();
  await origin.close();
});

function through(baseUrl: string, bypass = ''): OpenAiCompatibleProvider {
  const preset = chatCompletionPresets.find(({ id }) => id === 'api')!;
  const address = `http://someone:p%40ss@127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const transport = createHttpTransport({}, { http: address, https: address, bypass });
  return new OpenAiCompatibleProvider(preset, { id: 'api', baseUrl, label: 'Acme' }, transport);
}

it('asks a provider through the proxy, and streams its answer', async () => {
  const provider = through('http://provider.test/v1');
  expect(textIn(await collect(provider.stream(request('m', 'Hi'))))).not.toBe('');
  await expect(provider.listModels(never())).resolves.not.toHaveLength(0);
  const basic = `Basic ${Buffer.from('someone:p@ss').toString('base64')}`;
  expect(asked).toEqual([
    `POST http://provider.test/v1/chat/completions ${basic}`,
    `GET http://provider.test/v1/models ${basic}`,
  ]);
});

it('opens a tunnel for TLS, and says when the proxy refuses it', async () => {
  const failure: unknown = await collect(through('https://provider.test/v1').stream(request('m', 'Hi'))).catch(
    (error: unknown) => error,
  );
  expect(asked[0]).toMatch(/^CONNECT provider\.test:443 Basic /);
  expect(failure).toBeInstanceOf(ModelError);
  expect(failure).toMatchObject({ code: 'PROVIDER_UNAVAILABLE', message: expect.stringContaining('the proxy') });
  expect((failure as Error).message).not.toMatch(/p@ss|p%40ss/);
});

it('asks this machine and what is named directly', async () => {
  await expect(through(origin.baseUrl).listModels(never())).resolves.not.toHaveLength(0);
  await expect(through('http://provider.test/v1', '.test').listModels(never())).rejects.toThrow('cannot be reached');
  expect(asked).toEqual([]);
});
