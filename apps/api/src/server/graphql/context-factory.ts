import type { IncomingHttpHeaders } from 'node:http';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { newId } from '../../kernel/ids.ts';
import type { RequestContext, Viewer } from '../../kernel/request-context.ts';
import { type AuthSessionService, readSessionToken } from '../../modules/auth/index.ts';

export interface Services {
  get<T>(type: abstract new (...args: never[]) => T): T;
}

export interface ContextOptions {
  fork: () => SqlEntityManager;
  services: Services;
  auth: AuthSessionService;
  /** True when people reach the server by https: cookies are then bound to it. */
  isSecure: boolean;
  /** Called once, when somebody who is signed in comes. */
  onFirstViewer: () => void;
}

/** Where a request comes from, whatever its transport. */
export interface Caller {
  headers: IncomingHttpHeaders;
  address: string;
  requestId?: string;
  /** A token given outside of the headers: a socket's `connectionParams.token`. */
  token?: string | undefined;
}

/** Makes the context of a request: who asks, and a unit of work of its own. */
export class ContextFactory {
  readonly #options: ContextOptions;
  #hasSeenViewer = false;

  constructor(options: ContextOptions) {
    this.#options = options;
  }

  async create(caller: Caller, setSessionCookie: (token: string | null) => void = () => {}): Promise<RequestContext> {
    const since = performance.now();
    const token =
      caller.token ?? bearerToken(caller.headers) ?? readSessionToken(caller.headers.cookie, this.#options.isSecure);
    const resolved = token ? await this.#options.auth.resolveToken(token) : null;
    if (resolved && !this.#hasSeenViewer) {
      this.#hasSeenViewer = true;
      this.#options.onFirstViewer();
    }
    if (token && resolved?.refreshedUntil && caller.headers.cookie) setSessionCookie(token);
    return { ...this.#context(caller, resolved?.viewer ?? null, setSessionCookie), since };
  }

  /** The context of one event of a subscription: the same viewer, fresh eyes. */
  renew(context: RequestContext): RequestContext {
    return { ...context, em: this.#options.fork() };
  }

  #context(
    caller: Caller,
    viewer: Viewer | null,
    setSessionCookie: (token: string | null) => void,
  ): Omit<RequestContext, 'since'> {
    const { fork, services } = this.#options;
    return {
      viewer,
      em: fork(),
      fork,
      service: (type) => services.get(type),
      requestId: caller.requestId ?? newId(),
      address: caller.address,
      userAgent: caller.headers['user-agent'] ?? '',
      setSessionCookie,
    };
  }
}

function bearerToken(headers: IncomingHttpHeaders): string | undefined {
  return /^Bearer ([\w-]{1,200})$/i.exec(headers.authorization ?? '')?.[1];
}
