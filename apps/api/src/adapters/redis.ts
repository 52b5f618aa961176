import { Redis } from 'ioredis';
import { type Log, silentLog } from '../kernel/log.ts';

export type { Redis };

/** Where Redis is, and what every key and channel begins with. */
export interface RedisSettings {
  /** redis:// or rediss:// */
  url: string;
  /** Tells installations apart that share a server. */
  prefix: string;
}

/** After this silence of a server that owes an answer the connection counts as dead, in milliseconds. */
const ANSWER_TIMEOUT = 3_000;
const CONNECT_TIMEOUT = 3_000;
/** What needs an answer sooner than a dead connection is noticed does without. */
const COMMAND_TIMEOUT = 500;
const MAX_RETRY_DELAY = 1_000;

/**
 * A connection that is not opened yet. It comes back by itself; while it is away every command fails at once
 * instead of waiting in memory.
 * @param name what CLIENT LIST shows.
 * @param commandTimeout milliseconds after which a command without an answer fails.
 */
export function createRedisConnection(url: string, name: string, commandTimeout?: number): Redis {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectionName: name,
    connectTimeout: CONNECT_TIMEOUT,
    socketTimeout: ANSWER_TIMEOUT,
    commandTimeout,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    autoResubscribe: false,
    keepAlive: 10_000,
    retryStrategy: (attempt) => Math.min(25 * 2 ** attempt, MAX_RETRY_DELAY) * (0.75 + Math.random() / 4),
  });
  // Who is interested listens to `ready` and `close`; without a listener the client writes to the console.
  redis.on('error', () => {});
  return redis;
}

/** Redis for commands: what several adapters share. */
export interface SharedRedis extends RedisSettings {
  connection: Redis;
}

/**
 * Opens a connection for commands, which fail after a moment; undefined without settings. One that is away is not
 * logged: the bus says so. See {@link openRedis}.
 */
export async function connectRedis(settings: RedisSettings | undefined): Promise<SharedRedis | undefined> {
  if (!settings) return undefined;
  const connection = createRedisConnection(settings.url, 'parley-commands', COMMAND_TIMEOUT);
  await openRedis(connection, silentLog);
  return { ...settings, connection };
}

/**
 * Opens a connection. A server that is away is logged and tried again in the background: a start must not
 * depend on what the running server can do without.
 * @throws Error that says what to change when the server answers and refuses.
 */
export async function openRedis(redis: Redis, log: Log): Promise<void> {
  let reason: Error | undefined;
  const note = (error: Error): void => void (reason = error);
  redis.on('error', note);
  // A database that does not exist is told, and then another one used.
  await redis.connect().catch((error: Error) => (reason ??= error));
  redis.off('error', note);
  if (!reason) return;
  const { message, isRefusal } = explain(reason, redis);
  if (isRefusal) {
    redis.disconnect();
    throw new Error(message);
  }
  log.warn({}, message);
}

function explain(error: Error, { options }: Redis): { message: string; isRefusal: boolean } {
  const { message, code } = error as NodeJS.ErrnoException;
  const where = `Redis at ${options.host}:${options.port}`;
  if (/^(WRONGPASS|NOAUTH|NOPERM|ERR)\b/.test(message)) {
    return {
      isRefusal: true,
      message: `${where} refuses: ${message}\nCorrect the name, password or number in REDIS_URL.`,
    };
  }
  const why = code ?? message;
  const isReachable = !['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH'].includes(why);
  const hint = options.tls ? 'redis:// if it does not speak TLS' : 'rediss:// if it speaks TLS';
  return {
    isRefusal: false,
    message: `${where} does not answer (${why}). Until it does, this instance does not hear of the others. Start it, or correct REDIS_URL${isReachable ? ` (${hint})` : ''}.`,
  };
}
