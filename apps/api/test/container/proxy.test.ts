import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { ask, collectRun, textOf } from '../support/conversation.ts';
import { createUser, type TestClient } from '../support/test-client.ts';
import { startInstances, type TestInstances } from '../support/test-instances.ts';

const caddyfile = fileURLToPath(new URL('../../../../deploy/Caddyfile', import.meta.url));
const canRun = inject('templateDatabase') !== null && spawnSync('caddy', ['version']).status === 0;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  return port;
}

const script = (words: number, delayMs: number): string => `/script ${JSON.stringify({ tokens: words, delayMs })}`;

/** Needs caddy, and the servers of TEST_DATABASE_URL and TEST_REDIS_URL. */
describe.runIf(canRun)('two instances behind the proxy of docker-compose.yml', () => {
  let instances: TestInstances;
  let caddy: ChildProcess;
  let url: string;
  let alice: TestClient;

  beforeAll(async () => {
    url = `http://127.0.0.1:${await freePort()}`;
    instances = await startInstances(2, { PUBLIC_URL: url, TRUST_PROXY: '1' });
    const upstreams = instances.all.map((instance) => new URL(instance.url).host).join(' ');
    caddy = spawn('caddy', ['run', '--adapter', 'caddyfile', '--config', caddyfile], {
      env: { PATH: process.env['PATH'], HOME: instances.dataDir, SITE_ADDRESS: url, UPSTREAMS: upstreams },
      stdio: 'ignore',
    });
    const isUp = async (): Promise<boolean> => (await fetch(`${url}/api/health/ready`).catch(() => null))?.ok ?? false;
    while (!(await isUp())) await sleep(50);
    alice = await createUser(url, 'alice');
  });
  afterAll(async () => {
    await alice?.close();
    caddy?.kill('SIGKILL');
    await instances?.close();
  });

  it('pass answers on over WebSocket as they are written, whichever instance writes them', async () => {
    for (let round = 0; round < 6; round++) {
      const { run } = await ask(alice, { text: script(20, 5) });
      expect(
        textOf(await collectRun(alice, run.id))
          .trim()
          .split(' '),
      ).toHaveLength(20);
    }
  });

  it('pass server-sent events on at once', async () => {
    const { run } = await ask(alice, { text: script(200, 20) });
    const response = await fetch(`${url}/graphql/stream`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', cookie: alice.cookie },
      body: JSON.stringify({ query: `subscription { runEvents(runId: "${run.id}") { sequence } }` }),
    });
    let seen = '';
    for await (const chunk of response.body!) {
      seen += Buffer.from(chunk).toString();
      if (seen.includes('"sequence":3')) break;
    }
    // It came while the answer was being written, not when it was over.
    const { run: now } = await alice.query('query ($id: ID!) { run(id: $id) { status } }', { id: run.id });
    expect(now.status).toBe('RUNNING');
    await alice.query('mutation ($id: ID!) { cancelRun(id: $id) { id } }', { id: run.id });
  });

  it('keep the numbers to themselves', async () => expect((await fetch(`${url}/metrics`)).status).toBe(404));

  it('lose no request when one of them is stopped', async () => {
    let isStopped = false;
    const stopped = instances.all[1]!.stop().then(() => (isStopped = true));
    for (let rest = 20; rest > 0; rest -= isStopped ? 1 : 0) {
      const { viewer } = await alice.query('{ viewer { email } }');
      expect(viewer.email).toBe(alice.email);
      await sleep(10);
    }
    await stopped;
  });
});
