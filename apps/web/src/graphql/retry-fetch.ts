/** Milliseconds until an answer has begun; the second time is for a server that is slow, not for a dead connection. */
const usualLimits = [10_000, 20_000] as const;

async function fetchWithin(limitMs: number, send: typeof fetch, ...request: Parameters<typeof fetch>) {
  const [url, options] = request;
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(new DOMException('No answer came in time.', 'TimeoutError')), limitMs);
  options?.signal?.addEventListener('abort', () => limit.abort(options.signal?.reason));
  try {
    return await send(url, { ...options, signal: limit.signal });
  } finally {
    clearTimeout(timer);
  }
}

/**
 * A `fetch` for what only reads. A browser keeps connections that the network has forgotten, and waits minutes for an
 * answer: here a request that nothing answers is given up, and sent once more by a new connection.
 */
export function createRetryFetch(
  [first, second]: readonly number[] = usualLimits,
  send: typeof fetch = (...request) => fetch(...request),
): typeof fetch {
  return async (...request) => {
    try {
      return await fetchWithin(first!, send, ...request);
    } catch (error) {
      if ((error as Error).name !== 'TimeoutError') throw error;
      return fetchWithin(second!, send, ...request);
    }
  };
}
