import { logFailure } from '../../db/errors/log-failure.ts';
import type { Log } from '../../kernel/log.ts';
import type { Viewer } from '../../kernel/request-context.ts';
import type { AuthSessionService } from '../../modules/auth/index.ts';

/** How often open connections are held against the database, in milliseconds: sign-out must end them within 5 s. */
const CHECK_INTERVAL = 3_000;

/** When a place may be free again, in seconds, if the caller frees none. */
export const PLACE_RETRY_SECONDS = 5;

/** Why the server ends a connection. */
export type Reason = 'signedOut' | 'restarting';

/** A socket or an event stream that stays open. */
export interface Connection {
  kind: 'socket' | 'stream';
  viewer: Viewer;
  end(reason: Reason): void;
}

/** The open connections and whose they are. */
export class ConnectionRegistry {
  readonly #auth: AuthSessionService;
  readonly #log: Log;
  readonly #perUser: Readonly<Record<Connection['kind'], number>>;
  readonly #connections = new Set<Connection>();
  /** How many there are, by kind and person. */
  readonly #open = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;

  /** @param perUser how many connections of each kind one person may have. */
  constructor(auth: AuthSessionService, perUser: Readonly<Record<Connection['kind'], number>>, log: Log) {
    this.#auth = auth;
    this.#perUser = perUser;
    this.#log = log;
  }

  /** @returns what removes it again; null when the person has too many open. */
  add(connection: Connection): (() => void) | null {
    const { kind, viewer } = connection;
    const owner = `${kind} ${viewer.id}`;
    const open = this.#open.get(owner) ?? 0;
    if (open >= this.#perUser[kind]) return null;
    this.#open.set(owner, open + 1);
    this.#connections.add(connection);
    return () => {
      if (!this.#connections.delete(connection)) return;
      const left = this.#open.get(owner)! - 1;
      if (left > 0) this.#open.set(owner, left);
      else this.#open.delete(owner);
    };
  }

  counts(): Record<Connection['kind'], number> {
    const counts = { socket: 0, stream: 0 };
    for (const { kind } of this.#connections) counts[kind]++;
    return counts;
  }

  /** Begins to end the connections of people who were signed out, disabled or given another role. */
  start(): void {
    this.#timer = setInterval(() => {
      this.#endDead().catch((error: unknown) => logFailure(this.#log, {}, error, 'connections could not be checked'));
    }, CHECK_INTERVAL);
    this.#timer.unref();
  }

  endAll(): void {
    clearInterval(this.#timer);
    for (const connection of this.#connections) connection.end('restarting');
  }

  async #endDead(): Promise<void> {
    if (this.#connections.size === 0) return;
    const dead = await this.#auth.findDeadSessions([...this.#connections].map(({ viewer }) => viewer));
    for (const connection of this.#connections) {
      if (dead.has(connection.viewer.authSessionId)) connection.end('signedOut');
    }
  }
}
