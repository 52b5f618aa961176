import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestDatabase } from '../../../test/support/test-database.ts';
import type { Database } from '../../db/orm.ts';
import { silentLog } from '../../kernel/log.ts';
import { noMetrics } from '../../ports/metrics.ts';
import { noTracer } from '../../ports/tracer.ts';
import { createQueue } from './index.ts';

let database: Database;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

/** Whether two get in each other's way is a matter of microseconds. */
const ROUNDS = 5;

it('several instances that begin at once make the tables of the queue once', async () => {
  const { isEmbedded, orm } = database;
  const pool = () => orm.em.getConnection().getNativeClient();
  const instances = isEmbedded ? 1 : 6;
  for (let round = 0; round < ROUNDS; round++) {
    await database.fork().execute('drop schema if exists pgboss cascade');
    const queues = Array.from({ length: instances }, () =>
      createQueue({ pool, isEmbedded, log: silentLog, metrics: noMetrics, tracer: noTracer }),
    );
    await Promise.all(queues.map((queue) => queue.start()));
    expect(await database.fork().execute('select version from pgboss.version')).toHaveLength(1);
    await Promise.all(queues.map((queue) => queue.stop(0)));
  }
});
