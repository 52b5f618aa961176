import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, collectRun } from '../support/conversation.ts';
import { upload } from '../support/documents.ts';
import { ScriptedOpenAiServer } from '../support/scripted-openai-server.ts';
import { createServerHome, type ServerHome } from '../support/server-home.ts';
import { ServerProcess } from '../support/server-process.ts';
import { createUser } from '../support/test-client.ts';

const metricsToken = 'canary-of-the-metrics-token';
const apiKey = 'canaryOfTheProviderKey0123456789';

let home: ServerHome;
let upstream: ScriptedOpenAiServer;
let lines: string[];
/** Everything that nobody may read in a log. */
const secrets: string[] = [metricsToken, apiKey];

beforeAll(async () => {
  home = await createServerHome();
  upstream = await ScriptedOpenAiServer.start();
  const server = await ServerProcess.start({
    ...home.settings,
    LOG_LEVEL: 'debug',
    EMBEDDER: 'none',
    API_URL: upstream.baseUrl,
    API_KEY: apiKey,
    METRICS_TOKEN: metricsToken,
  });
  await useEverything(server.url);
  await server.stop();
  // The first lines are for people.
  lines = server
    .output()
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('Parley '));
}, 120_000);
afterAll(async () => {
  await ServerProcess.crashAll();
  await upstream.close();
  await home.drop();
});

/** Sends secrets wherever one can be sent, to what works and to what fails. */
async function useEverything(url: string): Promise<void> {
  const alice = await createUser(url, 'alice');
  secrets.push(alice.password, alice.email, alice.cookie.split('=')[1]!);
  const wrong = 'canary of a wrong password';
  secrets.push(wrong);
  const signIn = 'mutation ($input: SignInInput!) { signIn(input: $input) { user { id } } }';
  await alice.request(signIn, { input: { email: alice.email, password: wrong } });
  await alice.request(signIn, { input: { email: { nested: wrong }, password: [wrong] } });
  await alice.request(`mutation { signIn(input: { email: "x", password: "${wrong}" }) { user { nothing } } }`);
  await alice.post(`{"query": "${wrong}`);

  const text = 'A canary of a private text\n{"level":"fatal","msg":"forged"}';
  secrets.push('canary of a private', 'canary-of-an-echo');
  for (const reply of [
    { tokens: ['Fine.'] },
    { status: 401, body: JSON.stringify({ error: { message: `bad key ${apiKey} canary-of-an-echo` } }) },
    { status: 500, body: apiKey },
  ]) {
    upstream.respond(reply);
    const { run } = await ask(alice, { text, modelId: 'api:scripted-small' });
    await collectRun(alice, run.id);
  }
  await upload(alice, 'canary-name.txt', 'A canary of a private text in a file');

  const bearers = ['canary-bearer-token-0123', metricsToken];
  secrets.push(bearers[0]!);
  for (const token of bearers) {
    for (const path of ['/metrics', '/graphql?query={viewer{id}}', '/api/health', `/nothing?token=${token}`])
      await fetch(url + path, { headers: { authorization: `Bearer ${token}`, cookie: `parley_session=${token}` } });
  }
  await alice.close();
}

describe('the log at its most talkative', () => {
  it('is one JSON object per line, with level, time and message', () => {
    expect(lines.length).toBeGreaterThan(10);
    for (const line of lines) {
      expect(JSON.parse(line)).toMatchObject({
        level: expect.stringMatching(/^(debug|info|warn|error)$/),
        time: expect.stringMatching(/^\d{4}-.*Z$/),
        msg: expect.any(String),
      });
    }
  });

  it('says of each request what it was and how it ended', () => {
    const requests = lines.map((line) => JSON.parse(line) as object).filter((entry) => 'route' in entry);
    expect(requests).toContainEqual(
      expect.objectContaining({
        level: 'debug',
        method: 'POST',
        route: '/graphql',
        status: 200,
        requestId: expect.stringMatching(/^[\w-]{36}$/),
      }),
    );
  });

  it('holds no secret, no address and nothing that people wrote', () => {
    const all = lines.join('\n');
    for (const secret of secrets) expect(all).not.toContain(secret);
    expect(all).not.toMatch(/canary/i);
  });
});
