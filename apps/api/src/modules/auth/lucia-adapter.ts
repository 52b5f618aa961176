import { createHash } from 'node:crypto';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Adapter, DatabaseSession, DatabaseUser, Lucia } from 'lucia';
import { User, type Role } from '../users/index.ts';
import { AuthSession } from './auth-session.entity.ts';

declare module 'lucia' {
  interface Register {
    Lucia: Lucia<Record<never, never>, { role: Role }>;
    DatabaseSessionAttributes: { address: string; userAgent: string };
    DatabaseUserAttributes: { role: Role };
  }
}

/** What is stored of a token. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');

/**
 * Lucia's sessions in our tables. What lucia calls the id of a session is the token in the cookie;
 * the database only ever sees its hash.
 */
export class LuciaAdapter implements Adapter {
  readonly #fork: () => SqlEntityManager;

  constructor(fork: () => SqlEntityManager) {
    this.#fork = fork;
  }

  /** One query. A person who is disabled has no session. */
  async getSessionAndUser(token: string): Promise<[DatabaseSession | null, DatabaseUser | null]> {
    const session = await this.#fork().findOne(
      AuthSession,
      { id: hashToken(token), user: { disabledAt: null } },
      { populate: ['user'], disableIdentityMap: true },
    );
    if (!session) return [null, null];
    const { id, role } = session.user.getEntity();
    return [
      { ...toDatabaseSession(session), id: token },
      { id, attributes: { role } },
    ];
  }

  /** The sessions of a person. Their ids are hashes, which cannot be turned back into tokens. */
  async getUserSessions(userId: string): Promise<DatabaseSession[]> {
    const sessions = await this.#fork().find(AuthSession, { user: userId }, { disableIdentityMap: true });
    return sessions.map(toDatabaseSession);
  }

  async setSession({ id: token, userId, expiresAt, attributes }: DatabaseSession): Promise<void> {
    const em = this.#fork();
    await em.insert(AuthSession, {
      id: hashToken(token),
      user: em.getReference(User, userId),
      expiresAt,
      createdAt: new Date(),
      ...attributes,
    });
  }

  async updateSessionExpiration(token: string, expiresAt: Date): Promise<void> {
    await this.#fork().nativeUpdate(AuthSession, { id: hashToken(token) }, { expiresAt });
  }

  async deleteSession(token: string): Promise<void> {
    await this.#fork().nativeDelete(AuthSession, { id: hashToken(token) });
  }

  async deleteUserSessions(userId: string): Promise<void> {
    await this.#fork().nativeDelete(AuthSession, { user: userId });
  }

  async deleteExpiredSessions(): Promise<void> {
    await this.#fork().nativeDelete(AuthSession, { expiresAt: { $lte: new Date() } });
  }
}

function toDatabaseSession({ id, user, expiresAt, address, userAgent }: AuthSession): DatabaseSession {
  return { id, userId: user.id, expiresAt, attributes: { address, userAgent } };
}
