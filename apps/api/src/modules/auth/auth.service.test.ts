import type { SqlEntityManager } from '@mikro-orm/sql';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createRateLimiter } from '../../adapters/rate-limiter/index.ts';
import type { Database } from '../../db/orm.ts';
import { Role, User } from '../users/index.ts';
import { AuthSession } from './auth-session.entity.ts';
import { AuthSessionService } from './auth-session.service.ts';
import { AuthService, type SignedIn } from './auth.service.ts';
import { PasswordCredential } from './password-credential.entity.ts';
import { openTestDatabase } from '../../../test/support/test-database.ts';

const origin = { address: '203.0.113.7', userAgent: 'a browser' };
const password = 'correct horse';

let database: Database;
let em: SqlEntityManager;
let sessions: AuthSessionService;
let auth: AuthService;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  em = database.fork();
  await em.execute('truncate users cascade');
  const fork = () => database.fork();
  sessions = new AuthSessionService(fork);
  auth = new AuthService(sessions, createRateLimiter('memory', { multiplier: 1, fork }));
});

const signUp = (email: string, from = origin) => auth.signUp(database.fork(), { email, password }, from, null);
const signIn = (email: string, secret: string, from = origin) =>
  auth.signIn(database.fork(), { email, password: secret }, from, null);

/** What an attempt came to: OK or the code of its error. */
const outcomeOf = (attempt: Promise<unknown>): Promise<string> =>
  attempt.then(
    () => 'OK',
    (error: { code: string }) => error.code,
  );
const tally = (outcomes: string[]): Record<string, number> =>
  Object.fromEntries([...new Set(outcomes)].map((each) => [each, outcomes.filter((other) => other === each).length]));

describe('signing up', () => {
  it('keeps the address in lower case and no password', async () => {
    const { user } = await signUp(' Alice@Example.ORG ');
    expect(user).toMatchObject({ email: 'alice@example.org', displayName: 'alice', emailVerified: false });
    const credential = await em.findOneOrFail(PasswordCredential, { user: user.id });
    expect(credential.passwordHash).toMatch(/^\$argon2id\$/);
  });

  it('makes the first account an administrator’s, and no other', async () => {
    expect((await signUp('first@example.org')).user.role).toBe(Role.ADMIN);
    expect((await signUp('second@example.org')).user.role).toBe(Role.USER);
  });

  it('makes exactly one administrator of thirty at once', async () => {
    const signedIn = await Promise.all(Array.from({ length: 30 }, (_, index) => signUp(`user${index}@example.org`)));
    expect(tally(signedIn.map(({ user }) => user.role))).toEqual({ ADMIN: 1, USER: 29 });
    expect(await em.count(User, { role: Role.ADMIN })).toBe(1);
  });

  it('makes exactly one account of thirty at once with one address in two spellings', async () => {
    const attempts = Array.from({ length: 30 }, (_, index) =>
      signUp(index % 2 ? 'Same@Example.org' : 'same@example.org'),
    );
    expect(tally(await Promise.all(attempts.map(outcomeOf)))).toEqual({ OK: 1, CONFLICT: 29 });
    expect(await em.count(User)).toBe(1);
  });

  it('says that an address is taken', async () => {
    await signUp('alice@example.org');
    await expect(signUp('ALICE@example.org')).rejects.toMatchObject({ code: 'CONFLICT', field: 'email' });
  });

  it('is limited per address, where refused input does not count', async () => {
    const bad = () => auth.signUp(database.fork(), { email: 'a@b', password }, origin, null);
    for (let attempt = 0; attempt < 40; attempt += 1) await outcomeOf(bad());
    const attempts = Array.from({ length: 31 }, (_, index) => outcomeOf(signUp(`user${index}@example.org`)));
    expect(tally(await Promise.all(attempts))).toEqual({ OK: 30, RATE_LIMITED: 1 });
    expect(await outcomeOf(signUp('other@example.org', { ...origin, address: '198.51.100.1' }))).toBe('OK');
  });
});

describe('signing in', () => {
  let alice: SignedIn;
  beforeEach(async () => {
    alice = await signUp('alice@example.org');
  });

  it('takes the address in any case', async () => {
    const { user } = await signIn(' ALICE@example.org', password);
    expect(user.id).toBe(alice.user.id);
  });

  it('answers the same for an unknown address and a wrong password', async () => {
    const error = { code: 'UNAUTHENTICATED', message: 'Email address or password is incorrect.', field: undefined };
    await expect(signIn('alice@example.org', 'wrong')).rejects.toMatchObject(error);
    await expect(signIn('nobody@example.org', 'wrong')).rejects.toMatchObject(error);
  });

  it('gives a new session each time and ends the one it replaces', async () => {
    const next = await auth.signIn(database.fork(), { email: 'alice@example.org', password }, origin, alice.viewer);
    expect(next.token).not.toBe(alice.token);
    expect(await sessions.resolveToken(alice.token)).toBeNull();
    expect(await sessions.resolveToken(next.token)).toEqual({ viewer: next.viewer });
  });

  it('keeps a disabled account out, and says so only to its owner', async () => {
    await em.nativeUpdate(User, { id: alice.user.id }, { disabledAt: new Date() });
    await expect(signIn('alice@example.org', password)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(signIn('alice@example.org', 'wrong')).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('is refused after ten failures, with the right password too, on this account from this address', async () => {
    const attempts = Array.from({ length: 30 }, () => outcomeOf(signIn('alice@example.org', 'wrong')));
    expect(tally(await Promise.all(attempts))).toEqual({ UNAUTHENTICATED: 10, RATE_LIMITED: 20 });
    await expect(signIn('ALICE@example.org', password)).rejects.toMatchObject({
      code: 'RATE_LIMITED',
      retryAfter: expect.closeTo(900, -2),
    });
    expect(await outcomeOf(signIn('alice@example.org', password, { ...origin, address: '198.51.100.1' }))).toBe('OK');
    expect(await outcomeOf(signIn('bob@example.org', 'wrong'))).toBe('UNAUTHENTICATED');
  });

  it('locks out unknown addresses just the same', async () => {
    for (let attempt = 0; attempt < 10; attempt += 1) await outcomeOf(signIn('nobody@example.org', 'wrong'));
    expect(await outcomeOf(signIn('nobody@example.org', 'wrong'))).toBe('RATE_LIMITED');
  });

  it('never counts the right password', async () => {
    for (let attempt = 0; attempt < 12; attempt += 1) await signIn('alice@example.org', password);
    await Promise.allSettled(Array.from({ length: 30 }, () => signIn('alice@example.org', password)));
    expect(await outcomeOf(signIn('alice@example.org', password))).toBe('OK');
  });
});

describe('signing out', () => {
  it('ends this session and no other', async () => {
    const here = await signUp('alice@example.org');
    const there = await signIn('alice@example.org', password);
    await auth.signOut(here.viewer);
    expect(await sessions.resolveToken(here.token)).toBeNull();
    expect(await sessions.resolveToken(there.token)).toEqual({ viewer: there.viewer });
    expect(await em.count(AuthSession)).toBe(1);
  });
});
