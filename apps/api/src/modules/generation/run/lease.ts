import { sql } from 'kysely';
import type { RunTimes } from './run-times.ts';

/** When a lease that begins now ends, by the database’s clock: those of the instances may differ. */
export const leaseEnd = ({ lease }: Pick<RunTimes, 'lease'>) => sql`now() + ${lease / 1_000} * interval '1 second'`;
