import type { Kysely, QueryExecutorProvider } from 'kysely';

/** Where statements are executed: a unit of work, or connections without one. */
export interface Queries {
  getKysely(): QueryExecutorProvider;
}

/** Connections for what must go on when everybody waits. */
export interface Urgent extends Queries {
  getKysely(): Kysely<never>;
}
