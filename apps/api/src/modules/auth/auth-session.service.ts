import type { SqlEntityManager } from '@mikro-orm/sql';
import { Lucia, TimeSpan } from 'lucia';
import type { Viewer } from '../../kernel/request-context.ts';
import { AuthSession } from './auth-session.entity.ts';
import { hashToken, LuciaAdapter } from './lucia-adapter.ts';
import { isSessionToken, SESSION_DAYS } from './session-cookie.ts';

/** Where somebody signs in from. */
export interface Origin {
  address: string;
  userAgent: string;
}

/** A token that was recognised. */
export interface ResolvedToken {
  viewer: Viewer;
  /** Set when the session was extended: the cookie should be sent again. */
  refreshedUntil?: Date;
}

/**
 * Sign-in sessions: 30 days, extended when half of them are over. It works outside of any request,
 * in units of work of its own.
 */
export class AuthSessionService {
  readonly #fork: () => SqlEntityManager;
  readonly #lucia: Lucia<Record<never, never>, { role: Viewer['role'] }>;

  constructor(fork: () => SqlEntityManager) {
    this.#fork = fork;
    this.#lucia = new Lucia(new LuciaAdapter(fork), {
      sessionExpiresIn: new TimeSpan(SESSION_DAYS, 'd'),
      getUserAttributes: ({ role }) => ({ role }),
    });
  }

  /** Starts a session and returns its token, which is kept nowhere else. */
  async start(userId: string, origin: Origin): Promise<string> {
    const { id: token } = await this.#lucia.createSession(userId, {
      address: origin.address.slice(0, 64),
      userAgent: origin.userAgent.toWellFormed().replaceAll('\0', '').slice(0, 400),
    });
    return token;
  }

  /** Who has this token; null when it is unknown or expired, or its owner is disabled. One query. */
  async resolveToken(token: string): Promise<ResolvedToken | null> {
    if (!isSessionToken(token)) return null;
    const { user, session } = await this.#lucia.validateSession(token);
    if (!user) return null;
    const viewer: Viewer = { id: user.id, role: user.role, authSessionId: hashToken(token) };
    return session.fresh ? { viewer, refreshedUntil: session.expiresAt } : { viewer };
  }

  /** Ends a session by its stored id. */
  async end(authSessionId: string): Promise<void> {
    await this.#fork().nativeDelete(AuthSession, { id: authSessionId });
  }

  /**
   * Of these viewers of open connections, the session ids that no longer hold: signed out, expired,
   * owner disabled, or with another role than the viewer was given. One query.
   */
  async findDeadSessions(viewers: readonly Viewer[]): Promise<Set<string>> {
    const alive = await this.#fork().find(
      AuthSession,
      {
        id: { $in: [...new Set(viewers.map(({ authSessionId }) => authSessionId))] },
        expiresAt: { $gt: new Date() },
        user: { disabledAt: null },
      },
      { populate: ['user'], disableIdentityMap: true },
    );
    const roles = new Map(alive.map(({ id, user }) => [id, user.getEntity().role]));
    const dead = viewers.filter(({ authSessionId, role }) => roles.get(authSessionId) !== role);
    return new Set(dead.map(({ authSessionId }) => authSessionId));
  }

  /** Housekeeping: removes the rows of sessions that ended by themselves. */
  async deleteExpired(): Promise<void> {
    await this.#lucia.deleteExpiredSessions();
  }
}
