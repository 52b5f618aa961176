/** More tokens than any model reads or writes; a few such counts together are still an integer of the database. */
const MOST_TOKENS = 100_000_000;

/** What a provider reports as a count of tokens, or undefined where it is none: there are nulls, strings, negatives and absurd numbers. */
export function asCount(value: unknown): number | undefined {
  const isCount = Number.isInteger(value) && (value as number) >= 0 && (value as number) <= MOST_TOKENS;
  return isCount ? (value as number) : undefined;
}
