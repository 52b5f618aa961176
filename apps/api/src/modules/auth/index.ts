import { AuthResolver } from './auth.resolver.ts';

export { AuthResolver };
export { AuthService } from './auth.service.ts';
export { AuthSessionService } from './auth-session.service.ts';
export { readSessionToken, serialiseSessionCookie } from './session-cookie.ts';

export const authResolvers = [AuthResolver] as const;
