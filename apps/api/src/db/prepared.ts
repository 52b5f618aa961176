import { sql } from 'kysely';

/** What marked statements begin with. */
export const MARK = '/* prepared */';

/**
 * Begins a statement that is executed so often, with other values only, that the server shall keep it parsed and planned:
 * planning takes several times as long as executing it. Only for statements that need the same plan whatever the values.
 */
export const prepared = sql.raw(`${MARK} `);
