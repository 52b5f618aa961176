import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, collectRun } from '../support/conversation.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import type { TestClient } from '../support/test-client.ts';

let app: TestApp;
let alice: TestClient;

beforeAll(async () => {
  app = await startTestApp();
  alice = await app.signUp('alice');
});
afterAll(() => app.close());

const read = async (): Promise<string> => (await fetch(`${app.url}/metrics`)).text();

/** The value of a line, 0 when there is none. */
const valueOf = (text: string, line: string): number =>
  Number(
    text
      .split('\n')
      .find((each) => each.startsWith(`${line} `))
      ?.slice(line.length + 1) ?? 0,
  );

describe('/metrics', () => {
  it('counts runs, tokens and their times', async () => {
    const { run } = await ask(alice, { text: 'Count this.' });
    await collectRun(alice, run.id);
    const failing = await ask(alice, { text: '/script {"failAfter":0,"errorCode":"PROVIDER_AUTH"}' });
    await collectRun(alice, failing.run.id);
    const text = await read();
    expect(valueOf(text, 'parley_runs_ended_total{status="COMPLETED",model="scripted:echo"}')).toBe(1);
    expect(valueOf(text, 'parley_runs_ended_total{status="FAILED",model="scripted:echo"}')).toBe(1);
    expect(valueOf(text, 'parley_run_errors_total{provider="scripted",code="PROVIDER_AUTH"}')).toBe(1);
    expect(
      valueOf(text, 'parley_tokens_total{kind="CHAT",model="scripted:echo",direction="completion"}'),
    ).toBeGreaterThan(0);
    expect(valueOf(text, 'parley_time_to_first_token_seconds_count{model="scripted:echo"}')).toBe(1);
    expect(valueOf(text, 'parley_runs_active')).toBe(0);
  });

  it('tells what is going on now', async () => {
    const { run } = await ask(alice, { text: `/script ${JSON.stringify({ text: 'word '.repeat(500), delayMs: 20 })}` });
    const events = alice.subscribe('subscription ($id: ID!) { runEvents(runId: $id) { sequence } }', { id: run.id });
    await events.next();
    const during = await read();
    expect(valueOf(during, 'parley_runs_active')).toBe(1);
    expect(valueOf(during, 'parley_subscriptions_open{operation="Subscription.runEvents"}')).toBe(1);
    expect(valueOf(during, 'parley_connections_open{kind="socket"}')).toBe(1);
    await events.return?.();
    await alice.query('mutation ($id: ID!) { cancelRun(id: $id) { id } }', { id: run.id });
    await expect
      .poll(async () => valueOf(await read(), 'parley_subscriptions_open{operation="Subscription.runEvents"}'))
      .toBe(0);
    await expect.poll(async () => valueOf(await read(), 'parley_runs_active')).toBe(0);
  });

  it('counts a subscription that is executed as long as it lasts', async () => {
    const line = 'parley_subscriptions_open{operation="Subscription.sessionChanged"}';
    const events = alice.subscribe('subscription { sessionChanged { id } }');
    void events.next();
    await expect.poll(async () => valueOf(await read(), line)).toBe(1);
    await events.return?.();
    await expect.poll(async () => valueOf(await read(), line)).toBe(0);
  });

  it('names operations as the schema does, whatever callers call them', async () => {
    for (let count = 0; count < 50; count++)
      await alice.request(`query Name${count} { alias${count}: sessions { totalCount } }`);
    await alice.request('{ sessions { totalCount } viewer { id } }');
    await alice.request('{ nonsense }');
    await alice.request('{ session(id: "x") { id } }');
    const text = await read();
    const count = (operation: string, code: string): number =>
      valueOf(text, `parley_graphql_operation_duration_seconds_count{operation="${operation}",code="${code}"}`);
    expect(count('Query.sessions', 'ok')).toBe(50);
    expect(count('Query.several', 'ok')).toBe(1);
    expect(count('invalid', 'GRAPHQL_VALIDATION_FAILED')).toBe(1);
    expect(count('Query.session', 'NOT_FOUND')).toBe(1);
    expect(text).not.toMatch(/Name1|alias1/);
  });

  it('names routes by their pattern', async () => {
    for (const path of ['a', 'b', 'c']) await fetch(`${app.url}/nothing/${path}-secret`);
    const text = await read();
    expect(
      valueOf(text, 'parley_http_request_duration_seconds_count{method="GET",route="none",status="404"}'),
    ).toBeGreaterThanOrEqual(3);
    expect(text).not.toContain('-secret');
  });

  it('has jobs, connections, the event loop and the process', async () => {
    const jobs = 'parley_jobs{kind="housekeeping",state="COMPLETED"}';
    await expect.poll(async () => valueOf(await read(), jobs)).toBeGreaterThan(0);
    const text = await read();
    for (const name of [
      'parley_database_connections{state="in_use"}',
      'parley_run_log_lag_seconds',
      'nodejs_eventloop_lag_p50_seconds',
      'nodejs_eventloop_lag_p99_seconds',
      'process_resident_memory_bytes',
      'process_cpu_seconds_total',
    ]) {
      expect(text).toContain(`${name} `);
    }
    expect(valueOf(text, 'process_resident_memory_bytes')).toBeGreaterThan(1_000_000);
    expect(text).not.toContain('NaN');
  });

  it('does not count the connection that the reading itself needs', async () => {
    await expect.poll(async () => valueOf(await read(), 'parley_database_connections{state="pending"}')).toBe(0);
  });

  it('is not for who comes through a proxy', async () => {
    for (const header of ['x-forwarded-for', 'forwarded', 'via']) {
      expect((await fetch(`${app.url}/metrics`, { headers: { [header]: '127.0.0.1' } })).status).toBe(404);
    }
  });
});

describe('with METRICS_TOKEN', () => {
  it('is for who has it, wherever they come from', async () => {
    const guarded = await startTestApp({ METRICS_TOKEN: 'a-long-enough-token', PUBLIC_URL: 'http://parley.example' });
    const status = (authorization?: string): Promise<number> =>
      new Promise((resolve, reject) => {
        request(`${guarded.url}/metrics`, { headers: { via: 'proxy', ...(authorization && { authorization }) } })
          .on('response', (response) => resolve(response.resume().statusCode!))
          .on('error', reject)
          .end();
      });
    expect(await status()).toBe(401);
    expect(await status('Bearer another-long-token')).toBe(401);
    expect(await status('Bearer ')).toBe(401);
    expect(await status('Bearer a-long-enough-token')).toBe(200);
    await guarded.close();
  });

  it('is for nobody when a proxy is known and there is no token', async () => {
    const closed = await startTestApp({ TRUST_PROXY: '1' });
    expect((await fetch(`${closed.url}/metrics`)).status).toBe(404);
    await closed.close();
  });
});
