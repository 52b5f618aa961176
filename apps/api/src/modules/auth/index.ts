export { AuthResolver } from './auth.resolver.ts';
export { AuthService } from './auth.service.ts';
export { AuthSessionService } from './auth-session.service.ts';
export { readSessionToken, serialiseSessionCookie } from './session-cookie.ts';
