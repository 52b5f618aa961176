import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { listenError } from './listen-error-message.ts';

/** What listening there fails with. */
async function failureAt(host: string): Promise<unknown> {
  const server = createServer();
  server.listen({ host, port: 0 });
  const [error] = (await once(server, 'error')) as [Error];
  return listenError(error, host, 4000);
}

it.each([
  ['nowhere.invalid', /HOST is nowhere\.invalid, which does not resolve to an address/],
  ['192.0.2.1', /HOST is 192\.0\.2\.1, which is not an address of this machine/],
])('names the setting: HOST=%s', async (host, words) =>
  expect(await failureAt(host)).toMatchObject({ message: expect.stringMatching(words) }),
);

it('names the port that is in use', () =>
  expect(listenError(Object.assign(new Error('in use'), { code: 'EADDRINUSE' }), 'localhost', 4000)).toMatchObject({
    message: expect.stringMatching(/Port 4000 is in use/),
  }));
