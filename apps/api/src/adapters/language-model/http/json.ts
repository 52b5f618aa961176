/** True for an object whose fields can be looked at: neither null nor an array. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** More tokens than any model reads or writes; a few such counts together are still an integer of the database. */
const MOST_TOKENS = 100_000_000;

/** The value as a count of tokens, or undefined: providers report nulls, strings, negatives and absurd numbers too. */
export function asCount(value: unknown): number | undefined {
  const isCount = Number.isInteger(value) && (value as number) >= 0 && (value as number) <= MOST_TOKENS;
  return isCount ? (value as number) : undefined;
}
