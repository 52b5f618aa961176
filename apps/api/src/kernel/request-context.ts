import type { SqlEntityManager } from '@mikro-orm/sql';
import { ParleyError } from './errors.ts';

/** Who is asking. Read from the database for every request: a role is never older than the request. */
export interface Viewer {
  id: string;
  role: 'USER' | 'ADMIN';
  /** The sign-in session (its stored, hashed id). */
  authSessionId: string;
}

/** What every resolver gets: one per request, and one per event of a subscription. */
export interface RequestContext {
  viewer: Viewer | null;
  /** A fork of the entity manager for this request alone. */
  em: SqlEntityManager;
  /** Another fork, for what must see newer rows than `em` has read: each event of a subscription. */
  fork(): SqlEntityManager;
  /** A service of the app by its class; for subscriptions, which type-graphql starts without a resolver instance. */
  service<T>(type: abstract new (...args: never[]) => T): T;
  requestId: string;
  /** When it came, by `performance.now()`. */
  since: number;
  /** The caller's address, for limits and the audit log. */
  address: string;
  userAgent: string;
  /** Sets or clears the sign-in cookie of the answer; does nothing over a socket. */
  setSessionCookie(token: string | null): void;
}

/** @throws ParleyError UNAUTHENTICATED when nobody is signed in. */
export function requireViewer(context: RequestContext): Viewer {
  if (!context.viewer) throw new ParleyError('UNAUTHENTICATED', 'Sign in first.');
  return context.viewer;
}

/** @throws ParleyError UNAUTHENTICATED when nobody is signed in, FORBIDDEN for anybody but an administrator. */
export function requireAdministrator(context: RequestContext): Viewer {
  const viewer = requireViewer(context);
  if (viewer.role !== 'ADMIN') throw new ParleyError('FORBIDDEN', 'Only an administrator can do this.');
  return viewer;
}
