import { createHash } from 'node:crypto';
import type { RedisSettings } from '../adapters/redis.ts';
import type { Config } from '../config.ts';
import type { Database } from '../db/orm.ts';

/**
 * Where Redis is; undefined without one. Every instance over one database has the same prefix, and no other
 * installation has it: not even one that began as a copy of the database.
 */
export async function redisSettings(config: Config, database: Database): Promise<RedisSettings | undefined> {
  if (!config.REDIS_URL) return undefined;
  return { url: config.REDIS_URL, prefix: config.REDIS_PREFIX ?? `parley:${await nameOf(database)}` };
}

async function nameOf(database: Database): Promise<string> {
  const [installation] = await database
    .fork()
    .execute<{ id: string; database: number }[]>(
      'select id, (select oid from pg_database where datname = current_database()) as database from installation',
    );
  return createHash('sha256').update(`${installation!.id} ${installation!.database}`).digest('hex').slice(0, 16);
}
