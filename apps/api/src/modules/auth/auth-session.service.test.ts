import type { SqlEntityManager } from '@mikro-orm/sql';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Viewer } from '../../kernel/request-context.ts';
import type { Database } from '../../db/orm.ts';
import { Role, User } from '../users/index.ts';
import { AuthSession } from './auth-session.entity.ts';
import { AuthSessionService } from './auth-session.service.ts';
import { openTestDatabase } from '../../../test/support/test-database.ts';

const DAY = 24 * 60 * 60 * 1000;
const origin = { address: '203.0.113.7', userAgent: 'a browser' };

let database: Database;
let em: SqlEntityManager;
let sessions: AuthSessionService;
let alice: User;

beforeAll(async () => {
  database = await openTestDatabase();
  sessions = new AuthSessionService(() => database.fork());
});
afterAll(() => database.close());
beforeEach(async () => {
  em = database.fork();
  await em.execute('truncate users cascade');
  alice = em.create(User, {
    email: 'alice@example.org',
    displayName: 'Alice',
    role: Role.USER,
    emailVerified: false,
    createdAt: new Date(),
  });
  await em.flush();
});

async function startSession(): Promise<{ token: string; viewer: Viewer }> {
  const token = await sessions.start(alice.id, origin);
  const resolved = await sessions.resolveToken(token);
  if (!resolved) throw new Error('The new session does not hold.');
  return { token, viewer: resolved.viewer };
}

const expireIn = (milliseconds: number) =>
  em.nativeUpdate(AuthSession, {}, { expiresAt: new Date(Date.now() + milliseconds) });

describe('tokens', () => {
  it('are random and 200 bits long; only their hash is stored', async () => {
    const { token, viewer } = await startSession();
    expect(token).toMatch(/^[a-z2-7]{40}$/);
    expect((await startSession()).token).not.toBe(token);
    const rows = JSON.stringify(await em.execute('select * from auth_sessions'));
    expect(rows).not.toContain(token);
    expect(rows).toContain(viewer.authSessionId);
  });

  it('keep where they were made, cut to fit', async () => {
    await sessions.start(alice.id, { address: '2001:db8::1', userAgent: `\ud800\0${'x'.repeat(1000)}` });
    const row = await em.findOneOrFail(AuthSession, { user: alice.id });
    expect(row.address).toBe('2001:db8::1');
    expect(row.userAgent).toHaveLength(400);
  });

  it('last 30 days', async () => {
    await startSession();
    const { expiresAt } = await em.findOneOrFail(AuthSession, { user: alice.id });
    expect(Math.abs(expiresAt.getTime() - Date.now() - 30 * DAY)).toBeLessThan(60_000);
  });

  it.each(['', 'x', 'a'.repeat(40), 'a'.repeat(1_000_000), "' or 1=1 --"])('are not %j', async (token) => {
    await startSession();
    expect(await sessions.resolveToken(token)).toBeNull();
  });

  it('are not the stored id', async () => {
    const { viewer } = await startSession();
    expect(await sessions.resolveToken(viewer.authSessionId)).toBeNull();
  });

  it('end when their time is over', async () => {
    const { token } = await startSession();
    await expireIn(-1);
    expect(await sessions.resolveToken(token)).toBeNull();
  });

  it('are extended when half their time is over, and not before', async () => {
    const { token, viewer } = await startSession();
    await expireIn(16 * DAY);
    expect(await sessions.resolveToken(token)).toEqual({ viewer });
    await expireIn(14 * DAY);
    const resolved = await sessions.resolveToken(token);
    const row = await database.fork().findOneOrFail(AuthSession, { id: viewer.authSessionId });
    expect(resolved).toEqual({ viewer, refreshedUntil: row.expiresAt });
    expect(row.expiresAt.getTime()).toBeGreaterThan(Date.now() + 29 * DAY);
  });

  it('hold nothing while their owner is disabled', async () => {
    const { token } = await startSession();
    await em.nativeUpdate(User, { id: alice.id }, { disabledAt: new Date() });
    expect(await sessions.resolveToken(token)).toBeNull();
  });

  it('carry the role their owner has now', async () => {
    const { token } = await startSession();
    await em.nativeUpdate(User, { id: alice.id }, { role: Role.ADMIN });
    expect((await sessions.resolveToken(token))?.viewer.role).toBe('ADMIN');
  });
});

describe('dead sessions of open connections', () => {
  it('are none while nothing has changed', async () => {
    const { viewer } = await startSession();
    expect(await sessions.findDeadSessions([viewer, viewer])).toEqual(new Set());
    expect(await sessions.findDeadSessions([])).toEqual(new Set());
  });

  it('are those that were ended', async () => {
    const [one, other] = [await startSession(), await startSession()];
    await sessions.end(one.viewer.authSessionId);
    expect(await sessions.findDeadSessions([one.viewer, other.viewer])).toEqual(new Set([one.viewer.authSessionId]));
  });

  it.each([
    ['expired', () => expireIn(-1)],
    ['disabled', () => em.nativeUpdate(User, { id: alice.id }, { disabledAt: new Date() })],
    ['given another role', () => em.nativeUpdate(User, { id: alice.id }, { role: Role.ADMIN })],
    ['deleted with their owner', () => em.nativeDelete(User, { id: alice.id })],
  ])('are those that were %s', async (_, change) => {
    const { viewer } = await startSession();
    await change();
    expect(await sessions.findDeadSessions([viewer])).toEqual(new Set([viewer.authSessionId]));
  });
});

describe('housekeeping', () => {
  it('removes expired sessions and keeps the rest', async () => {
    await startSession();
    await expireIn(-1);
    const { viewer } = await startSession();
    await sessions.deleteExpired();
    expect(await em.find(AuthSession, {}, { fields: ['id'] })).toMatchObject([{ id: viewer.authSessionId }]);
  });
});
