import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { ask, collectRun } from './support/conversation.ts';
import { startTestApp, type TestApp } from './support/test-app.ts';
import type { TestClient } from './support/test-client.ts';

describe.skipIf(!inject('templateDatabase'))('while the database is away', () => {
  let app: TestApp;
  let alice: TestClient;
  let administrator: Client;
  let name: string;

  beforeAll(async () => {
    app = await startTestApp();
    alice = await app.signUp('alice');
    administrator = new Client(process.env['TEST_DATABASE_URL']);
    await administrator.connect();
    name = (await app.database.fork().execute<{ name: string }[]>('select current_database() as name'))[0]!.name;
  });
  afterAll(async () => {
    await administrator.end();
    await app.close();
  });

  const leave = async (): Promise<void> => {
    await administrator.query(`alter database ${name} allow_connections false`);
    await administrator.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
  };
  const comeBack = (): Promise<unknown> => administrator.query(`alter database ${name} allow_connections true`);

  const send = 'mutation ($input: SendMessageInput!) { sendMessage(input: $input) { run { id } } }';
  const away = {
    message: expect.stringContaining('cannot be reached for the moment'),
    extensions: { code: 'UNAVAILABLE', retryAfter: 5 },
  };

  async function expectAway(response: Response, status: number): Promise<void> {
    expect(await response.json()).toMatchObject({ errors: [away] });
    expect([response.status, response.headers.get('retry-after')]).toEqual([status, '5']);
  }

  it('says so clearly, keeps running, and goes on by itself', async () => {
    await leave();
    const input = { text: 'Are you there?', modelId: 'scripted:echo' };
    // Nobody can be recognised: nothing of it is executed.
    await expectAway(await alice.post(JSON.stringify({ query: send, variables: { input } })), 503);
    const signIn = 'mutation ($input: SignInInput!) { signIn(input: $input) { user { id } } }';
    const credentials = { email: alice.email, password: alice.password };
    const variables = { input: credentials };
    await expectAway(await app.anonymous.post(JSON.stringify({ query: signIn, variables })), 200);
    const subscription = new URLSearchParams({ query: 'subscription { sessionChanged { id } }' });
    const headers = { cookie: alice.cookie };
    await expectAway(await fetch(`${app.url}/graphql/stream?${subscription}`, { headers }), 503);
    const health = await fetch(`${app.url}/api/health`);
    expect(health.status).toBe(503);
    const upload = await fetch(`${app.url}/api/documents`, {
      method: 'POST',
      headers: { cookie: alice.cookie },
      body: new FormData(),
    });
    expect(upload.status).toBe(503);
    expect(upload.headers.get('retry-after')).toBe('5');
    expect(await upload.json()).toMatchObject({ error: { code: 'UNAVAILABLE' } });

    await comeBack();
    const { run } = await ask(alice, { text: 'And now?' });
    expect((await collectRun(alice, run.id)).at(-1)).toMatchObject({ __typename: 'RunEnded', status: 'COMPLETED' });
  });
});
