import type { PoolClient } from 'pg';
import type { Database } from '../../src/db/orm.ts';

/** What works beside the requests: heartbeats, jobs, logs of runs. */
const background = /pgboss|set lease_until|lease_until < now|(insert into|delete from) run_log_batches/;

/** Writes down the statements that a database is sent. */
export class Statements {
  #seen: string[] = [];

  static async of(database: Database): Promise<Statements> {
    const statements = new Statements();
    const wrapped = new WeakSet<PoolClient>();
    const pool = await database.orm.em.getConnection().getNativeClient();
    pool.on('acquire', (client: PoolClient) => {
      if (wrapped.has(client)) return;
      wrapped.add(client);
      const query = client.query.bind(client) as (...given: unknown[]) => unknown;
      Object.assign(client, {
        query: (...given: unknown[]) => {
          const [first] = given as [string | { text?: string }];
          statements.#note(typeof first === 'string' ? first : (first.text ?? ''));
          return query(...given);
        },
      });
    });
    return statements;
  }

  #note(text: string): void {
    if (!background.test(text)) this.#seen.push(text);
  }

  /** Those of some work. */
  async during(work: () => Promise<unknown>): Promise<string[]> {
    const seen: string[] = [];
    this.#seen = seen;
    await work();
    this.#seen = [];
    return seen;
  }
}
