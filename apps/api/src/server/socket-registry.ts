import type { WebSocket } from 'ws';
import type { Log } from '../kernel/log.ts';
import type { Viewer } from '../kernel/request-context.ts';
import type { AuthSessionService } from '../modules/auth/index.ts';

/** How often open sockets are held against the database, in milliseconds: sign-out must end them within 5 s. */
const CHECK_INTERVAL = 3_000;
/** Closing codes of graphql-transport-ws and RFC 6455. */
const FORBIDDEN = 4403;
const GOING_AWAY = 1001;

/** The open sockets and whose they are. */
export class SocketRegistry {
  readonly #auth: AuthSessionService;
  readonly #log: Log;
  readonly #maxPerUser: number;
  readonly #viewers = new Map<WebSocket, Viewer>();
  #timer: NodeJS.Timeout | undefined;

  constructor(auth: AuthSessionService, maxPerUser: number, log: Log) {
    this.#auth = auth;
    this.#maxPerUser = maxPerUser;
    this.#log = log;
  }

  /** @returns false when the person has too many sockets open. */
  add(socket: WebSocket, viewer: Viewer): boolean {
    const open = [...this.#viewers.values()].filter(({ id }) => id === viewer.id).length;
    if (open >= this.#maxPerUser) return false;
    this.#viewers.set(socket, viewer);
    socket.on('close', () => this.#viewers.delete(socket));
    return true;
  }

  /** Begins to close the sockets of people who were signed out, disabled or given another role. */
  start(): void {
    this.#timer = setInterval(() => {
      this.#closeDead().catch((error: unknown) => this.#log.error({ error }, 'sockets could not be checked'));
    }, CHECK_INTERVAL);
    this.#timer.unref();
  }

  closeAll(): void {
    clearInterval(this.#timer);
    for (const socket of this.#viewers.keys()) socket.close(GOING_AWAY, 'The server is restarting');
  }

  async #closeDead(): Promise<void> {
    if (this.#viewers.size === 0) return;
    const dead = await this.#auth.findDeadSessions([...this.#viewers.values()]);
    for (const [socket, viewer] of this.#viewers)
      if (dead.has(viewer.authSessionId)) socket.close(FORBIDDEN, 'Signed out');
  }
}
