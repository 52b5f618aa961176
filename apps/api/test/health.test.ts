import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from './support/test-app.ts';
import type { TestClient } from './support/test-client.ts';

let app: TestApp;
let alice: TestClient;

beforeAll(async () => {
  app = await startTestApp();
  alice = await app.signUp('alice');
});
afterAll(() => app.close());

const health = (method: 'GET' | 'POST', headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${app.url}/api/health`, { method, headers });

const healthy = {
  status: 'ok',
  database: 'ok',
  queue: 'ok',
  bus: 'ok',
  providers: expect.arrayContaining([{ id: 'scripted', status: expect.stringMatching(/ok|unknown/) }]),
  version: expect.stringMatching(/^\d+\.\d+\.\d+/),
};

describe('/api/health', () => {
  it('tells anybody whether the server can work', async () => {
    const response = await health('GET');
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject(healthy);
  });

  it('writes the database for who is signed in, and leaves nothing there', async () => {
    const rows = async (): Promise<unknown> =>
      app.database.fork().execute('select key from rate_limit_counters order by key');
    const before = await rows();
    const response = await health('POST', { cookie: alice.cookie });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject(healthy);
    expect(await rows()).toEqual(before);
  });

  it('writes for nobody else', async () => {
    const response = await health('POST');
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ error: { code: 'UNAUTHENTICATED' } });
    expect((await health('POST', { cookie: alice.cookie, origin: 'https://evil.example' })).status).toBe(403);
  });

  it('keeps a connection longer than a proxy would use it', async () => {
    const seconds = /timeout=(\d+)/.exec((await health('GET')).headers.get('keep-alive') ?? '')?.[1];
    expect(Number(seconds)).toBeGreaterThan(120);
  });

  it('has the security headers, as every answer has', async () => {
    for (const response of [
      await health('GET'),
      await health('POST'),
      await fetch(`${app.url}/nothing`),
      await alice.post('{'),
    ]) {
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(response.headers.get('referrer-policy')).toBe('no-referrer');
      expect(response.headers.get('x-powered-by')).toBeNull();
    }
  });
});

describe('limits', () => {
  it('are kept by address, with the time to wait', async () => {
    const strict = await startTestApp({ RATE_LIMIT_MULTIPLIER: '0.01' });
    const answers = [];
    for (let count = 0; count < 3; count++) answers.push(await fetch(`${strict.url}/api/health`));
    const refused = answers.at(-1)!;
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await refused.json()).toMatchObject({ error: { code: 'RATE_LIMITED' } });
    await strict.close();
  });

  it.each([
    ['0', ['6.6.6.1', '6.6.6.2', '6.6.6.3']],
    ['1', ['6.6.6.1, 5.5.5.5', '6.6.6.2, 5.5.5.5', '6.6.6.3, 5.5.5.5']],
    ['true', ['6.6.6.1, 5.5.5.5', '6.6.6.2, 5.5.5.5', '6.6.6.3, 5.5.5.5']],
    ['2', ['6.6.6.1, 5.5.5.5, 4.4.4.1', '6.6.6.2, 5.5.5.5, 4.4.4.2', '6.6.6.3, 5.5.5.5, 4.4.4.3']],
  ])('go by the address that %s proxies saw, whatever the caller writes before it', async (proxies, forwarded) => {
    const strict = await startTestApp({ RATE_LIMIT_MULTIPLIER: '0.01', TRUST_PROXY: proxies });
    const ask = async (addresses: string): Promise<number> =>
      (await fetch(`${strict.url}/api/health`, { headers: { 'x-forwarded-for': addresses } })).status;
    const statuses = [];
    for (const addresses of forwarded) statuses.push(await ask(addresses));
    expect(statuses).toEqual([200, 200, 429]);
    const another = forwarded[0]!.replaceAll('5.5.5.5', '5.5.5.6');
    expect(await ask(another)).toBe(proxies === '0' ? 429 : 200);
    await strict.close();
  });
});
