import type { EventEmitter } from 'node:events';
import { Client, type Pool, type PoolClient } from 'pg';
import { hasAnswered, markAway } from '../errors/database-away.ts';
import { READ_ONLY_CODE } from '../errors/storage-trouble.ts';

/** After how long without an answer a look is taken at what a query is doing, in milliseconds. */
const SUSPICIOUS_AFTER = 5_000;
const LOOK_INTERVAL = 1_000;
/** How long the server may take to answer such a look, in milliseconds. */
const LOOK_PATIENCE = 2_500;

interface Watched {
  pid: number | undefined;
  /** When the query that has no answer yet was sent; undefined while there is none. */
  busySince: number | undefined;
  /** True when the last look found that the server is not working on it. */
  isDoubtful: boolean;
  break(error: Error): void;
}

/** What `pg` has and its types do not tell. */
type OpenClient = PoolClient & { processID?: number; connection: OpenConnection };

interface OpenConnection extends EventEmitter<{ errorMessage: [{ code: string | undefined }] }> {
  stream: { destroy(error?: Error): void };
}

/**
 * Ends connections that nobody answers on. A network that swallows what is sent, or a server that was replaced, leaves a
 * connection open for minutes; its query, and whoever asked, would wait as long. So a query without an answer is looked after
 * from a fresh connection: when twice the server cannot be reached, or is not working on it, the connection is given up.
 */
export class ConnectionWatchdog {
  readonly #url: string;
  readonly #watched = new Set<Watched>();
  #timer: NodeJS.Timeout | undefined;
  #isLooking = false;

  constructor(url: string) {
    this.#url = url;
  }

  /** Watches every connection of a pool, marks errors that say the database is away, and takes back what is broken. */
  attach(pool: Pool): void {
    pool.on('connect', (client) => this.#watch(client as OpenClient));
    const connect = pool.connect.bind(pool) as (done?: ConnectDone) => Promise<PoolClient> | undefined;
    const marked = (done?: ConnectDone): unknown => {
      if (!done) {
        return connect()!.then(givenBackWhenBroken, (error: Error) => Promise.reject(markAway(error)));
      }
      return connect((error, client) => {
        if (client) givenBackWhenBroken(client);
        done(error && markAway(error), client, (destroy) => client?.release(destroy as Error | boolean | undefined));
      });
    };
    Object.assign(pool, { connect: marked });
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #watch(client: OpenClient): void {
    const watched: Watched = {
      pid: client.processID,
      busySince: undefined,
      isDoubtful: false,
      break: (error) => client.connection.stream.destroy(error),
    };
    this.#watched.add(watched);
    const query = client.query.bind(client) as (...given: unknown[]) => unknown;
    Object.assign(client, {
      query: (...given: unknown[]) => {
        watched.busySince ??= performance.now();
        this.#start();
        return query(...given);
      },
    });
    client.on('drain', () => {
      watched.busySince = undefined;
      watched.isDoubtful = false;
    });
    client.on('error', (error) => void markAway(error));
    client.on('end', () => this.#watched.delete(watched));
  }

  #start(): void {
    this.#timer ??= setInterval(() => {
      const silent = [...this.#watched].filter(isSilent);
      if (silent.length > 0) void this.#lookOnce(silent);
      else if (![...this.#watched].some(({ busySince }) => busySince !== undefined)) this.stop();
    }, LOOK_INTERVAL).unref();
  }

  async #lookOnce(silent: readonly Watched[]): Promise<void> {
    if (this.#isLooking) return;
    this.#isLooking = true;
    await this.#look(silent).finally(() => (this.#isLooking = false));
  }

  async #look(silent: readonly Watched[]): Promise<void> {
    const pids = silent.map(({ pid }) => pid ?? 0);
    const working = await this.#pidsAtWork(pids).catch((error: unknown) =>
      hasAnswered(error) ? new Set(pids) : noPids,
    );
    for (const each of silent) {
      if (!isSilent(each)) continue;
      if (working.has(each.pid ?? 0)) each.isDoubtful = false;
      // Once may be chance: the answer was on its way, or the machine is busy.
      else if (each.isDoubtful) each.break(noAnswer());
      else each.isDoubtful = true;
    }
  }

  /** Which of these sessions the server is working for. Behind a pooler, whose process ids are its own, all of them. */
  async #pidsAtWork(pids: readonly number[]): Promise<Set<number>> {
    const client = new Client({
      connectionString: this.#url,
      connectionTimeoutMillis: LOOK_PATIENCE,
      query_timeout: LOOK_PATIENCE,
    });
    client.on('error', () => {});
    try {
      await client.connect();
      const { rows } = await client.query<{ own: number; pid: number | null }>(
        `select pg_backend_pid() as own, pid from (select 1) as one
         left join pg_stat_activity on pid = any($1::int[]) and state = 'active'`,
        [pids],
      );
      const own = (client as unknown as OpenClient).processID;
      void client.end().catch(() => {});
      if (rows[0]?.own !== own) return new Set(pids);
      return new Set(rows.flatMap(({ pid }) => (pid === null ? [] : [pid])));
    } catch (error) {
      (client as unknown as OpenClient).connection.stream.destroy();
      throw error;
    }
  }
}

/**
 * A transaction gives its connection back only after a commit or a rollback that succeeded, which none does on a broken one:
 * the pool would be smaller by it for ever. Giving it back a second time does nothing. One that took no write is given back to be
 * closed: it would go on like that when the database, or another one under the same name, takes them again.
 */
function givenBackWhenBroken(client: PoolClient): PoolClient {
  const { connection } = client as OpenClient;
  const giveBack = client.release.bind(client);
  let isOut = true;
  let isReadOnly = false;
  const onErrorMessage = ({ code }: { code: string | undefined }): void => {
    isReadOnly ||= code === READ_ONLY_CODE;
  };
  const release = (destroy?: Error | boolean): void => {
    if (!isOut) return;
    isOut = false;
    client.off('end', onEnd);
    connection.off('errorMessage', onErrorMessage);
    giveBack(destroy || isReadOnly);
  };
  const onEnd = (): void => release(true);
  client.once('end', onEnd);
  connection.on('errorMessage', onErrorMessage);
  client.release = release;
  return client;
}

type ConnectDone = (
  error: Error | undefined,
  client: PoolClient | undefined,
  release: (error?: Error | boolean) => void,
) => void;

const isSilent = ({ busySince }: Watched): boolean =>
  busySince !== undefined && performance.now() - busySince > SUSPICIOUS_AFTER;

const noPids: ReadonlySet<number> = new Set();

const noAnswer = (): Error =>
  Object.assign(new Error('The database does not answer on this connection.'), { code: 'ETIMEDOUT' });
