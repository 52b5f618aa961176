import type { Pool } from 'pg';

/**
 * Waits until no other instance is making or changing the tables: of two that begin at once, both would make the schema,
 * which the library’s own lock comes too late for. @returns lets the next one.
 */
export async function takeTurn(pool: Pool): Promise<() => void> {
  const client = await pool.connect();
  // The lock, and these settings, end with the connection.
  const leave = (): void => client.release(true);
  try {
    await client.query('set lock_timeout = 0; set statement_timeout = 0');
    await client.query(`select pg_advisory_lock(hashtext('parley: jobs'))`);
    return leave;
  } catch (error) {
    leave();
    throw error;
  }
}

/** Where Parley’s role may not make schemas, somebody else has made this one. */
export async function hasSchema(pool: Pool): Promise<boolean> {
  const { rows } = await pool.query<{ found: boolean }>(`select to_regnamespace('pgboss') is not null as found`);
  return rows[0]!.found;
}
