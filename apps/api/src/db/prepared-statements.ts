import type { Pool, PoolClient, QueryResult } from 'pg';
import { MARK } from './prepared.ts';

/** As texts differ with what is written, there may be many; beyond these, statements are planned each time. */
const MAX_STATEMENTS = 200;
/** `feature_not_supported`: among others, a table has changed since the statement was planned. */
const CHANGED = '0A000';

/** Gives marked statements the names under which every connection keeps them. */
export class PreparedStatements {
  readonly #numbers = new Map<string, number>();
  #lastNumber = 0;
  #connections = 0;

  /** Sees to every connection of a pool. */
  attach(pool: Pool): void {
    pool.on('connect', (client) => this.#extend(client));
  }

  #extend(client: PoolClient): void {
    // All connections to the embedded database are one session, which keeps what earlier ones have named.
    const prefix = `parley_${++this.#connections}`;
    const plain = client.query.bind(client) as (...given: unknown[]) => unknown;
    const query = (...given: unknown[]): unknown => {
      const [text, values, done] = given;
      const isMarked = typeof text === 'string' && text.startsWith(MARK) && Array.isArray(values) && !done;
      const number = isMarked ? this.#numberOf(text) : undefined;
      if (number === undefined) return plain(...given);
      const named = plain({ name: `${prefix}_${number}`, text, values }) as Promise<QueryResult>;
      return named.catch((error: { code?: unknown }) => {
        if (error.code !== CHANGED) throw error;
        this.#numbers.set(text as string, ++this.#lastNumber);
        return plain(text, values);
      });
    };
    Object.assign(client, { query });
  }

  #numberOf(text: string): number | undefined {
    const known = this.#numbers.get(text);
    if (known !== undefined || this.#numbers.size >= MAX_STATEMENTS) return known;
    this.#numbers.set(text, ++this.#lastNumber);
    return this.#lastNumber;
  }
}
