import { createHash } from 'node:crypto';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { sql } from 'kysely';
import type { Adapter, DatabaseSession, DatabaseUser, Lucia } from 'lucia';
import { prepared } from '../../db/prepared.ts';
import { storageTrouble } from '../../db/errors/storage-trouble.ts';
import { User, type Role } from '../users/index.ts';
import { AuthSession } from './auth-session.entity.ts';

declare module 'lucia' {
  interface Register {
    Lucia: Lucia<Record<never, never>, { role: Role }>;
    DatabaseSessionAttributes: { address: string; userAgent: string };
    DatabaseUserAttributes: { role: Role };
  }
}

interface SessionRow {
  user_id: string;
  expires_at: Date | string;
  address: string;
  user_agent: string;
  role: Role;
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

  /**
   * One query, written out: it runs for every request, and the mapper would take twice as long as the database.
   * A person who is disabled has no session.
   */
  async getSessionAndUser(token: string): Promise<[DatabaseSession | null, DatabaseUser | null]> {
    const { rows } = await sql<SessionRow>`${prepared}
      select auth_sessions.user_id, auth_sessions.expires_at, auth_sessions.address, auth_sessions.user_agent, users.role
      from auth_sessions join users on users.id = auth_sessions.user_id
      where auth_sessions.id = ${hashToken(token)} and users.disabled_at is null`.execute(this.#fork().getKysely());
    const [row] = rows;
    if (!row) return [null, null];
    const { user_id: userId, expires_at, address, user_agent: userAgent, role } = row;
    return [
      { id: token, userId, expiresAt: new Date(expires_at), attributes: { address, userAgent } },
      { id: userId, attributes: { role } },
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
    await this.#fork()
      .nativeUpdate(AuthSession, { id: hashToken(token) }, { expiresAt })
      .catch(postponeWhileUnwritable);
  }

  /** Only of a session that is over anyway. */
  async deleteSession(token: string): Promise<void> {
    await this.#fork()
      .nativeDelete(AuthSession, { id: hashToken(token) })
      .catch(postponeWhileUnwritable);
  }

  async deleteUserSessions(userId: string): Promise<void> {
    await this.#fork().nativeDelete(AuthSession, { user: userId });
  }

  async deleteExpiredSessions(): Promise<void> {
    await this.#fork().nativeDelete(AuthSession, { expiresAt: { $lte: new Date() } });
  }
}

/** Who only reads must not wait for a write: while nothing can be saved, it is left to a later request. */
function postponeWhileUnwritable(error: unknown): void {
  if (!storageTrouble(error)) throw error;
}

function toDatabaseSession({ id, user, expiresAt, address, userAgent }: AuthSession): DatabaseSession {
  return { id, userId: user.id, expiresAt, attributes: { address, userAgent } };
}
