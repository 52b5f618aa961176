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

describe('the session cookie', () => {
  it('is set once, however often it changed', async () => {
    const signIn = `signIn(input: { email: "alice@example.com", password: "${alice.password}" }) { user { id } }`;
    const response = await alice.post(JSON.stringify({ query: `mutation { ${signIn} signOut }` }));
    const cookies = response.headers.getSetCookie();
    expect(cookies).toHaveLength(1);
    expect(cookies[0]).toMatch(/^parley_session=;.*Max-Age=0/);
    expect(cookies[0]).toMatch(/HttpOnly/);
  });
});

describe('wrong passwords', () => {
  it('lead nowhere after the tenth', async () => {
    const strict = await startTestApp({ RATE_LIMIT_MULTIPLIER: '1' });
    const bob = await strict.signUp('bob');
    const attempt = (password: string) =>
      strict.anonymous.post(
        JSON.stringify({
          query: 'mutation ($input: SignInInput!) { signIn(input: $input) { user { id } } }',
          variables: { input: { email: bob.email, password } },
        }),
      );
    const codes: string[] = [];
    for (let count = 0; count < 11; count++) {
      const response = await attempt('not the password');
      const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] };
      codes.push(errors[0]!.extensions.code);
      if (count === 10) expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect(new Set(codes.slice(0, 10)).size).toBe(1);
    expect(codes[0]).not.toBe('RATE_LIMITED');
    expect(codes[10]).toBe('RATE_LIMITED');
    const tooLong = (await (await attempt('a'.repeat(1_048_576))).json()) as {
      errors: { extensions: { code: string } }[];
    };
    expect(['BAD_USER_INPUT', 'RATE_LIMITED']).toContain(tooLong.errors[0]!.extensions.code);
    await strict.close();
  });
});

describe('30 sign-ups at once', () => {
  it('make one administrator, and one account per address', async () => {
    const empty = await startTestApp();
    const signUp = (email: string) =>
      empty.anonymous.request('mutation ($input: SignUpInput!) { signUp(input: $input) { user { role } } }', {
        input: { email, password: 'long enough to pass' },
      });
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, index) =>
        signUp(index < 15 ? `person${index}@example.com` : index % 2 ? 'same@example.com' : 'SAME@example.com'),
      ),
    );
    const made = answers.flatMap(({ data }) => (data ? [data.signUp.user.role] : []));
    expect(made).toHaveLength(16);
    expect(made.filter((role) => role === 'ADMIN')).toHaveLength(1);
    expect(answers.flatMap(({ errors }) => errors?.map(({ extensions }) => extensions.code) ?? [])).toEqual(
      Array.from({ length: 14 }, () => 'CONFLICT'),
    );
    await empty.close();
  });
});
