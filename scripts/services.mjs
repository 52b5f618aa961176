// The servers that tests and benchmarks run on. `npm run services` starts them and waits for Ctrl+C.
import { pathToFileURL } from 'node:url';
import { startPostgres } from './postgres.mjs';
import { failPlainly } from './prepare.mjs';
import { startRedis } from './redis.mjs';

/**
 * PostgreSQL with pgvector and Redis: those of TEST_DATABASE_URL and TEST_REDIS_URL, or new ones.
 * @param {{ isDurable?: boolean }} options isDurable: commits wait for the disk
 */
export async function startServices({ isDurable = false } = {}) {
  const { TEST_DATABASE_URL, TEST_REDIS_URL } = process.env;
  const given = (url) => (url ? { url, stop: async () => {} } : undefined);
  const [postgres, redis] = await Promise.all([
    given(TEST_DATABASE_URL) ?? startPostgres({ isDurable }),
    given(TEST_REDIS_URL) ?? startRedis(),
  ]);
  return {
    /** Process of the database, where it is ours. */
    databasePid: postgres.pid,
    /** For the environment of what uses them. */
    env: { TEST_DATABASE_URL: postgres.url, TEST_REDIS_URL: redis.url },
    stop: () => Promise.all([postgres.stop(), redis.stop()]),
  };
}

async function main() {
  const { env, stop } = await startServices({ isDurable: process.argv.includes('--durable') });
  for (const [name, value] of Object.entries(env)) process.stdout.write(`export ${name}=${value}\n`);
  const end = () => void stop().then(() => process.exit(0));
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main().catch(failPlainly);
