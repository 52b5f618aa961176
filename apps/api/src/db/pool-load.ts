import type { Pool, PoolClient } from 'pg';

/** What `pg-pool` has and its types do not tell: who waits for a connection, in order. */
type OpenPool = Pool & { _pendingQueue: unknown[] };

type ConnectDone = (error: Error | undefined, client: PoolClient | undefined, release: () => void) => void;

/** How many wait for a connection of a pool, and for how long; whoever is urgent goes first. */
export class PoolLoad {
  readonly #waiting = new Set<{ since: number }>();
  readonly #pool: OpenPool;
  readonly connections: number;

  constructor(pool: Pool, size: number) {
    this.#pool = pool as OpenPool;
    this.connections = size;
    const connect = pool.connect.bind(pool) as (done?: ConnectDone) => Promise<PoolClient>;
    const timed = (done?: ConnectDone): Promise<PoolClient> => {
      const wait = { since: performance.now() };
      this.#waiting.add(wait);
      if (!done) return connect().finally(() => this.#waiting.delete(wait));
      return connect((...result) => {
        this.#waiting.delete(wait);
        done(...result);
      });
    };
    Object.assign(pool, { connect: timed });
  }

  get waiting(): number {
    return this.#pool.waitingCount;
  }

  /** How long the first of them has been waiting, in milliseconds. */
  get longestWaitMs(): number {
    const [first] = this.#waiting;
    return first ? performance.now() - first.since : 0;
  }

  /** The same pool for whoever must not wait behind everybody. */
  get urgent(): Pick<Pool, 'options' | 'end'> & { connect(): Promise<PoolClient> } {
    return {
      options: this.#pool.options,
      connect: () => {
        const queue = this.#pool._pendingQueue;
        const before = queue.length;
        const connecting = this.#pool.connect();
        if (queue.length > before) queue.unshift(queue.pop());
        return connecting;
      },
      end: async () => {},
    };
  }
}
