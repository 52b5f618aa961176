import type { SqlEntityManager } from '@mikro-orm/sql';
import { signInInput, signUpInput } from '@parley/inputs';
import { checkInput } from '../../graphql/check-input.ts';
import { ParleyError } from '../../kernel/errors.ts';
import type { Viewer } from '../../kernel/request-context.ts';
import type { LimitedCaller, LimitName, RateLimiter } from '../../ports/rate-limiter.ts';
import { Role, User } from '../users/index.ts';
import type { AuthSessionService, Origin } from './auth-session.service.ts';
import { checkHardToGuess, localPartOf } from './auth.rules.ts';
import type { SignInInput, SignUpInput } from './auth.type.ts';
import { hashToken } from './lucia-adapter.ts';
import { PasswordCredential } from './password-credential.entity.ts';
import { hashPassword, verifyPassword } from './password-hash.ts';

/** Somebody who has just signed in. */
export interface SignedIn {
  user: User;
  viewer: Viewer;
  /** For the cookie; kept nowhere else. */
  token: string;
}

/** Any number, the same on every instance: holders of this lock make accounts one after the other. */
const SIGN_UP_LOCK = 7_274_535;

/** Makes accounts, and lets people in and out. */
export class AuthService {
  readonly #sessions: AuthSessionService;
  readonly #limiter: RateLimiter;
  /** Stays true: anybody may ask, and the database is asked only while there is nobody. */
  #hasAccounts = false;

  constructor(sessions: AuthSessionService, limiter: RateLimiter) {
    this.#sessions = sessions;
    this.#limiter = limiter;
  }

  /** Whether the server has an account at all. */
  async hasAccounts(em: SqlEntityManager): Promise<boolean> {
    this.#hasAccounts ||= (await em.execute('select 1 from users limit 1')).length > 0;
    return this.#hasAccounts;
  }

  /**
   * Makes an account, the very first one an administrator's, and signs in to it.
   * @param previous the session this one takes the place of.
   * @throws ParleyError BAD_USER_INPUT, CONFLICT for an address that has an account, RATE_LIMITED.
   */
  async signUp(em: SqlEntityManager, input: SignUpInput, origin: Origin, previous: Viewer | null): Promise<SignedIn> {
    const { email, password, displayName: given } = checkInput(signUpInput, input);
    checkHardToGuess(password, email);
    const displayName = given ?? localPartOf(email);
    await this.#limiter.consume('signUps', { address: origin.address });
    const passwordHash = await hashPassword(password);
    const user = await em.transactional(async (tx) => {
      await tx.execute('select pg_advisory_xact_lock(?)', [SIGN_UP_LOCK]);
      if (await tx.count(User, { email })) throw emailTaken();
      const role = (await tx.count(User)) === 0 ? Role.ADMIN : Role.USER;
      const created = tx.create(User, { email, displayName, role, emailVerified: false, createdAt: new Date() });
      tx.create(PasswordCredential, { user: created, passwordHash, updatedAt: new Date() });
      return created;
    });
    return this.#startSession(user, origin, previous);
  }

  /**
   * Signs in with a password. An unknown address and a wrong password cost the same time and get the same answer.
   * @param previous the session this one takes the place of.
   * @throws ParleyError BAD_USER_INPUT, UNAUTHENTICATED, FORBIDDEN for a disabled account, RATE_LIMITED.
   */
  async signIn(em: SqlEntityManager, input: SignInInput, origin: Origin, previous: Viewer | null): Promise<SignedIn> {
    const { email, password } = checkInput(signInInput, input);
    const caller = { address: origin.address, account: email };
    const user = await this.#countingFailures('failedSignInsOfAddress', caller, () =>
      this.#countingFailures('failedSignIns', caller, () => authenticate(em, email, password)),
    );
    if (user.disabledAt)
      throw new ParleyError('FORBIDDEN', 'This account is disabled. Ask an administrator to enable it.');
    return this.#startSession(user, origin, previous);
  }

  /** Ends the viewer's session. */
  async signOut(viewer: Viewer): Promise<void> {
    await this.#sessions.end(viewer.authSessionId);
  }

  /**
   * Counts an attempt before it is made, so that many at once cannot slip through, and takes it back
   * unless it was a wrong guess.
   */
  async #countingFailures<T>(limit: LimitName, caller: LimitedCaller, attempt: () => Promise<T>): Promise<T> {
    await this.#limiter.consume(limit, caller);
    let isWrongGuess = false;
    try {
      return await attempt();
    } catch (error) {
      isWrongGuess = error instanceof ParleyError && error.code === 'UNAUTHENTICATED';
      throw error;
    } finally {
      if (!isWrongGuess) await this.#limiter.refund(limit, caller);
    }
  }

  async #startSession(user: User, origin: Origin, previous: Viewer | null): Promise<SignedIn> {
    const token = await this.#sessions.start(user.id, origin);
    if (previous) await this.#sessions.end(previous.authSessionId);
    return { user, viewer: { id: user.id, role: user.role, authSessionId: hashToken(token) }, token };
  }
}

/**
 * Who has this address and password. Only what is needed to compare is read before the comparison:
 * an account that exists must not take longer.
 * @throws ParleyError UNAUTHENTICATED, the same for an unknown address and a wrong password.
 */
async function authenticate(em: SqlEntityManager, email: string, password: string): Promise<User> {
  const [credential] = await em.execute<{ user_id: string; password_hash: string }[]>(
    'select c.user_id, c.password_hash from password_credentials c join users u on u.id = c.user_id where u.email = ?',
    [email],
  );
  const isRight = await verifyPassword(credential?.password_hash, password);
  if (!credential || !isRight) throw new ParleyError('UNAUTHENTICATED', 'Email address or password is incorrect.');
  return em.findOneOrFail(User, credential.user_id);
}

function emailTaken(): ParleyError {
  return new ParleyError('CONFLICT', 'This email address is already registered. Sign in instead.', {
    field: 'email',
  });
}
