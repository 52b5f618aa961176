const longestWaitMs = 8_000;

/**
 * Milliseconds to wait before the given attempt (0 is the first one): exponential, capped, and
 * spread by chance, so that a restarted server is not met by all its clients at once.
 */
export function retryDelayMs(attempt: number, random: () => number = Math.random): number {
  const ceiling = Math.min(longestWaitMs, 500 * 2 ** attempt);
  return ceiling / 2 + (random() * ceiling) / 2;
}
