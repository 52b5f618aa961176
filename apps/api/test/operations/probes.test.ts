import type { IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { type App, createApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import type { Database } from '../../src/db/orm.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { ask, collectRun, textOf } from '../support/conversation.ts';
import { startTestApp } from '../support/test-app.ts';
import { canStartRedis, RedisServer } from '../support/test-redis.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

const probe = async (url: string, name: 'live' | 'ready') => {
  const response = await fetch(`${url}/api/health/${name}`);
  return {
    status: response.status,
    retryAfter: response.headers.get('retry-after'),
    body: (await response.json()) as object,
  };
};
const ready = { status: 200, retryAfter: null, body: { status: 'ok' } };
const notReady = (status: string) => ({ status: 503, retryAfter: '1', body: { status } });

describe('a server that starts', () => {
  let own: TestDatabase;
  let database: Database;
  let app: App;
  let dataDir: string;
  let url: string;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'parley-probes-'));
    own = await createTestDatabase();
    database = await own.open();
    const settings = { DATA_DIR: dataDir, PORT: '0', SCRIPTED_MODELS: '1', EMBEDDER: 'none', ...own.settings };
    app = await createApp(readConfig(settings), database, silentLog);
    await app.http.listen({ host: '127.0.0.1', port: 0 });
    url = `http://127.0.0.1:${(app.http.server.address() as { port: number }).port}`;
  });
  afterAll(async () => {
    await app.stop(0);
    await database.close();
    await own.drop();
    await rm(dataDir, { recursive: true, force: true });
  });

  it('says so, and takes nothing until it is ready', async () => {
    expect(await probe(url, 'live')).toEqual(ready);
    expect(await probe(url, 'ready')).toEqual(notReady('starting'));
    const early = await fetch(`${url}/graphql?query={viewer{id}}`, { headers: { 'apollo-require-preflight': '1' } });
    expect(early.status).toBe(503);
    expect(early.headers.get('retry-after')).toBe('1');
    const refusal = { errors: [{ extensions: { code: 'UNAVAILABLE', retryAfter: 1 } }] };
    expect(await early.json()).toMatchObject(refusal);
    const page = await fetch(`${url}/c/x?y=z`, { headers: { accept: 'text/html,*/*' } });
    expect([page.status, page.headers.get('retry-after')]).toEqual([503, '1']);
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(await page.text()).toMatch(/<meta http-equiv="refresh" content="1">[^]*Parley is starting/);
    const stream = await fetch(`${url}/graphql/stream?query=subscription{sessionChanged{id}}`);
    expect([stream.status, await stream.json()]).toMatchObject([503, refusal]);
    const upload = await fetch(`${url}/api/documents`, { method: 'POST' });
    expect(await upload.json()).toMatchObject({ error: { code: 'UNAVAILABLE', retryAfter: 1 } });
    const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    const refused = await new Promise<IncomingMessage>((resolve) =>
      socket.once('unexpected-response', (_request, response) => resolve(response)),
    );
    expect([refused.statusCode, refused.headers['retry-after'], await json(refused)]).toMatchObject([
      503,
      '1',
      refusal,
    ]);

    await app.start();
    expect(await probe(url, 'ready')).toEqual(ready);
    const late = await fetch(`${url}/graphql?query={viewer{id}}`, { headers: { 'apollo-require-preflight': '1' } });
    expect(late.status).toBe(200);
  });
});

describe('a server at work', () => {
  it('answers probes however often they come', async () => {
    const app = await startTestApp({ RATE_LIMIT_MULTIPLIER: '0.01' });
    for (let count = 0; count < 20; count++) expect(await probe(app.url, 'ready')).toEqual(ready);
    await app.close();
  });

  it('is not ready while it is being stopped, and lets answers finish', async () => {
    const app = await startTestApp();
    const alice = await app.signUp('alice');
    const text = 'word '.repeat(20);
    const { run } = await ask(alice, { text: `/script ${JSON.stringify({ text, delayMs: 50 })}` });
    const answer = collectRun(alice, run.id);
    const stopped = app.close(10_000);
    expect(await probe(app.url, 'ready')).toEqual(notReady('draining'));
    expect(await probe(app.url, 'live')).toEqual(ready);
    expect(textOf(await answer)).toBe(text);
    await stopped;
  });

  it('is alive but not ready without its database', async () => {
    const app = await startTestApp();
    await app.loseDatabase();
    expect(await probe(app.url, 'ready')).toEqual(notReady('down'));
    expect(await probe(app.url, 'live')).toEqual(ready);
    const health = await fetch(`${app.url}/api/health`);
    expect(health.status).toBe(503);
    expect(await health.json()).toMatchObject({ status: 'down', database: 'down', queue: 'down' });
    await app.app.stop(0).catch(() => {});
  });

  it.runIf(inject('templateDatabase') && canStartRedis)('says that Redis is away, and goes on', async () => {
    const redis = await RedisServer.start();
    const app = await startTestApp({ REDIS_URL: redis.url });
    const health = async () => {
      const response = await fetch(`${app.url}/api/health`);
      return { code: response.status, ...((await response.json()) as { status: string; bus: string; queue: string }) };
    };
    await vi.waitFor(async () => expect(await health()).toMatchObject({ code: 200, status: 'ok', bus: 'ok' }));
    await redis.crash();
    const away = { code: 200, status: 'degraded', bus: 'down', queue: 'ok' };
    await vi.waitFor(async () => expect(await health()).toMatchObject(away), { timeout: 10_000 });
    expect(await probe(app.url, 'ready')).toEqual(ready);
    await app.close();
  });
});
