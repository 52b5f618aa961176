import { type RawBuilder, sql } from 'kysely';

/**
 * Durations as counts in buckets that grow by a fixed ratio: DDSketch (Masson, Rim, Lee: “DDSketch: a fast and
 * fully-mergeable quantile sketch with relative-error guarantees”, PVLDB 12(12), 2019). Bucket i holds the durations above
 * RATIO^(i-1) and up to RATIO^i milliseconds, and stands for the one that is wrong by at most ACCURACY for all of them.
 * Histograms are merged by adding up the counts; from 1 ms to the longest duration a row can have there are 1,076 buckets.
 */
const ACCURACY = 0.01;
/** Never changes: what is in the database was counted by it. */
const RATIO = (1 + ACCURACY) / (1 - ACCURACY);
/** Calls that took no time; a logarithm has no place for them. */
const ZERO = -1;

/** The bucket of `duration_ms`. */
export const durationBucket = sql.raw<number>(
  `(case when duration_ms > 0 then ceil(ln(duration_ms::float8) / ${Math.log(RATIO)}) else ${ZERO} end)::smallint`,
);

/** The duration in milliseconds that `bucket` stands for, at most 1 % off. */
export const bucketDuration = sql.raw<number>(
  `case when bucket = ${ZERO} then 0 else power(${RATIO}::float8, bucket) * ${2 / (RATIO + 1)} end`,
);

/**
 * A quantile for each `key` of rows (key, duration, requests), interpolated like PostgreSQL’s percentile_cont: exactly what
 * that gives for durations as they are, so at most 1 % off for those of buckets.
 * @param share 0 to 1
 */
export function quantileOf(
  durations: RawBuilder<unknown>,
  share: number,
): RawBuilder<{ key: string; duration: number }> {
  return sql<{ key: string; duration: number }>`
    with ranked as (
      select key, duration, sum(requests) over (partition by key order by duration) as up_to,
        ${share}::float8 * (sum(requests) over (partition by key) - 1)::float8 as rank
      from (${durations}) as durations
    ), neighbours as (
      select key, rank, min(duration) filter (where up_to > floor(rank)) as low,
        min(duration) filter (where up_to > ceil(rank)) as high
      from ranked group by key, rank
    )
    select key::text as key, low + (rank - floor(rank)) * (high - low) as duration from neighbours`;
}
