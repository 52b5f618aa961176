import { graphql, type GraphQLSchema } from 'graphql';
import { buildSchema } from 'type-graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createRateLimiter } from '../../adapters/rate-limiter/index.ts';
import type { Database } from '../../db/orm.ts';
import type { ParleyError } from '../../kernel/errors.ts';
import type { RequestContext } from '../../kernel/request-context.ts';
import { PreferencesResolver, PreferencesService } from '../preferences/index.ts';
import { AuthResolver, AuthService, AuthSessionService } from './index.ts';
import { openTestDatabase } from '../../../test/support/test-database.ts';

const VIEWER = '{ viewer { id email displayName role emailVerified createdAt preferences { theme streaming } } }';
const SIGN_UP =
  'mutation ($input: SignUpInput!) { signUp(input: $input) { user { id email role preferences { theme } } } }';
const SIGN_IN = 'mutation ($input: SignInInput!) { signIn(input: $input) { user { id preferences { theme } } } }';
const alice = { email: 'alice@example.org', password: 'correct horse' };

let database: Database;
let schema: GraphQLSchema;
let sessions: AuthSessionService;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.fork().execute('truncate users cascade');
  const fork = () => database.fork();
  sessions = new AuthSessionService(fork);
  const preferences = new PreferencesService({ checkModel: () => {}, maxOutputTokens: () => 3000 });
  const resolvers = new Map<unknown, unknown>([
    [AuthResolver, new AuthResolver(new AuthService(sessions, createRateLimiter('memory', { multiplier: 1, fork })))],
    [PreferencesResolver, new PreferencesResolver(preferences)],
  ]);
  schema = await buildSchema({
    resolvers: [AuthResolver, PreferencesResolver],
    container: { get: (type) => resolvers.get(type) },
    validate: false,
  });
});

/** What tests look at in an answer: its data, or its first error. */
interface Answer {
  signUp?: { user: { id: string } };
  signIn?: { user: { id: string } };
  code?: string;
  field?: string;
  message?: string;
}

/** A browser that keeps its session cookie from one request to the next. */
class Browser {
  token: string | null = null;

  async send(source: string, variableValues: Record<string, unknown> = {}): Promise<Answer> {
    const { data, errors } = await graphql({ schema, source, variableValues, contextValue: await this.#context() });
    if (!errors?.[0]) return data as Answer;
    const cause = errors[0].originalError as Partial<ParleyError> | undefined;
    return { code: cause?.code, field: cause?.field, message: errors[0].message };
  }

  async #context(): Promise<RequestContext> {
    const resolved = this.token === null ? null : await sessions.resolveToken(this.token);
    return {
      viewer: resolved?.viewer ?? null,
      em: database.fork(),
      fork: () => database.fork(),
      service: () => {
        throw new Error('No room of accounts asks for it.');
      },
      requestId: 'test',
      since: 0,
      address: '203.0.113.7',
      userAgent: 'a browser',
      setSessionCookie: (token) => {
        this.token = token;
      },
    };
  }
}

describe('accounts through GraphQL', () => {
  let browser: Browser;
  beforeEach(() => {
    browser = new Browser();
  });

  it('sign up, out and in', async () => {
    expect(await browser.send(VIEWER)).toEqual({ viewer: null });
    const { signUp } = await browser.send(SIGN_UP, { input: { ...alice, displayName: 'Alice' } });
    expect(signUp?.user).toMatchObject({ email: alice.email, role: 'ADMIN', preferences: { theme: 'SYSTEM' } });
    expect(await browser.send(VIEWER)).toMatchObject({
      viewer: {
        id: signUp?.user.id,
        displayName: 'Alice',
        emailVerified: false,
        preferences: { theme: 'SYSTEM', streaming: true },
      },
    });
    expect(await browser.send('mutation { signOut }')).toEqual({ signOut: true });
    expect(browser.token).toBeNull();
    expect(await browser.send(VIEWER)).toEqual({ viewer: null });
    expect(await browser.send('mutation { signOut }')).toEqual({ signOut: false });
    const { signIn } = await browser.send(SIGN_IN, { input: { ...alice, totpCode: '123456' } });
    expect(signIn?.user.id).toBe(signUp?.user.id);
    expect(await browser.send(VIEWER)).toMatchObject({ viewer: { id: signUp?.user.id } });
  });

  it('tell everybody whether the server is new, and nothing more', async () => {
    const ask = '{ instance { hasAccounts } }';
    expect(await browser.send(ask)).toEqual({ instance: { hasAccounts: false } });
    await browser.send(SIGN_UP, { input: alice });
    expect(await new Browser().send(ask)).toEqual({ instance: { hasAccounts: true } });
    expect(await browser.send('{ __type(name: "Instance") { fields { name } } }')).toEqual({
      __type: { fields: [{ name: 'hasAccounts' }] },
    });
  });

  it('end a copied cookie by signing out', async () => {
    await browser.send(SIGN_UP, { input: alice });
    const thief = new Browser();
    thief.token = browser.token;
    await browser.send('mutation { signOut }');
    expect(await thief.send(VIEWER)).toEqual({ viewer: null });
  });

  it('act as nobody after signing out in the same request', async () => {
    await browser.send(SIGN_UP, { input: alice });
    const answer = await browser.send('mutation { signOut updatePreferences(input: { theme: DARK }) { theme } }');
    expect(answer).toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('say the same of a wrong password and an unknown address', async () => {
    await browser.send(SIGN_UP, { input: alice });
    const wrong = await new Browser().send(SIGN_IN, { input: { ...alice, password: 'wrong horse' } });
    const unknown = await new Browser().send(SIGN_IN, { input: { ...alice, email: 'nobody@example.org' } });
    expect(wrong).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(unknown).toEqual(wrong);
  });

  it('refuse an eleventh guess', async () => {
    await browser.send(SIGN_UP, { input: alice });
    const guess = () => new Browser().send(SIGN_IN, { input: { ...alice, password: 'wrong horse' } });
    for (let count = 0; count < 10; count += 1) expect(await guess()).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await guess()).toMatchObject({ code: 'RATE_LIMITED' });
    expect(await new Browser().send(SIGN_IN, { input: alice })).toMatchObject({ code: 'RATE_LIMITED' });
  });

  it.each([
    ['a password of a megabyte', SIGN_IN, { ...alice, password: 'x'.repeat(1_000_000) }, 'password'],
    ['a password of a megabyte', SIGN_UP, { ...alice, password: 'x'.repeat(1_000_000) }, 'password'],
    ['a common password', SIGN_UP, { ...alice, password: 'password123' }, 'password'],
    ['two lines as an address', SIGN_UP, { ...alice, email: 'a@b.c\r\nBcc: x@example.org' }, 'email'],
    ['a NUL in an address', SIGN_IN, { ...alice, email: 'a\0@example.org' }, 'email'],
    ['a blank name', SIGN_UP, { ...alice, displayName: ' ' }, 'displayName'],
  ])('refuse %s', async (_, document, input, field) => {
    expect(await browser.send(document, { input })).toMatchObject({ code: 'BAD_USER_INPUT', field });
    expect(browser.token).toBeNull();
  });

  it.each(['role', 'id', 'emailVerified', 'createdAt'])('know no %s in what is given', async (name) => {
    const { message } = await browser.send(SIGN_UP, { input: { ...alice, [name]: 'ADMIN' } });
    expect(message).toContain(`Field "${name}" is not defined by type "SignUpInput"`);
  });
});

describe('preferences through GraphQL', () => {
  const UPDATE = `mutation ($input: UpdatePreferencesInput!) {
    updatePreferences(input: $input) { defaultModelId parameters { temperature topK } systemPrompt theme streaming }
  }`;

  it('tell a null from a field that is left out', async () => {
    const browser = new Browser();
    await browser.send(SIGN_UP, { input: alice });
    await browser.send(UPDATE, {
      input: { parameters: { temperature: 1, topK: 5 }, theme: 'DARK', systemPrompt: 'x' },
    });
    expect(await browser.send(UPDATE, { input: { parameters: { temperature: null }, systemPrompt: null } })).toEqual({
      updatePreferences: {
        defaultModelId: null,
        parameters: { temperature: null, topK: 5 },
        systemPrompt: null,
        theme: 'DARK',
        streaming: true,
      },
    });
  });

  it('need somebody who is signed in', async () => {
    expect(await new Browser().send(UPDATE, { input: {} })).toMatchObject({ code: 'UNAUTHENTICATED' });
  });
});
