/** The value below which a share of the values lies; 0 for none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** NaN for none. */
export const median = (values: readonly number[]): number =>
  values.length === 0 ? Number.NaN : percentile(values, 0.5);
