import { defineRoom } from '../../room.ts';
import { AuthResolver } from './auth.resolver.ts';
import { AuthService } from './auth.service.ts';
import { AuthSession } from './auth-session.entity.ts';
import { AuthSessionService } from './auth-session.service.ts';
import { PasswordCredential } from './password-credential.entity.ts';

/** Accounts with a password, and who is signed in. */
export const authRoom = defineRoom({
  name: 'auth',
  entities: [PasswordCredential, AuthSession],
  resolvers: [AuthResolver],
  create({ add, fork, limiter }) {
    const authSessions = add(new AuthSessionService(fork));
    add(new AuthResolver(add(new AuthService(authSessions, limiter))));
    return {
      offers: { authSessions },
      housekeeping: { 'delete-expired-sign-ins': () => authSessions.deleteExpired() },
    };
  },
});
