import { readonly, shallowRef } from 'vue';
import { retryDelayMs } from './retry-delay.ts';

/** Milliseconds in which the smallest request is answered, if the server is there. */
const answerWithinMs = 6_000;
/** When the server was there for so many milliseconds, the next trouble is a new one. */
const calmAfterMs = 30_000;

const isReachable = shallowRef(true);
const recoveredCount = shallowRef(0);
let asking: Promise<boolean> | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;
let attempt = 0;
let recoveredAt = 0;

async function ask(): Promise<boolean> {
  try {
    const response = await fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{ __typename }"}',
      signal: AbortSignal.timeout(answerWithinMs),
    });
    // A proxy, or the sign-in page of a network, has other answers.
    return response.ok && typeof ((await response.json()) as { data?: unknown }).data === 'object';
  } catch {
    return false;
  }
}

/** Asks whether the server answers plain requests now. */
export async function checkReachable(): Promise<boolean> {
  asking ??= ask().finally(() => (asking = undefined));
  const isThere = await asking;
  if (isThere) markReachable();
  else markUnreachable();
  return isThere;
}

/** Something answered: the server can be reached. */
export function markReachable(): void {
  if (isReachable.value) return;
  clearTimeout(timer);
  timer = undefined;
  isReachable.value = true;
  recoveredCount.value += 1;
  recoveredAt = Date.now();
}

/** Something went unanswered. The server is asked until it answers; a network that comes back ends the wait. */
function markUnreachable(): void {
  if (isReachable.value && Date.now() - recoveredAt > calmAfterMs) attempt = 0;
  isReachable.value = false;
  timer ??= setTimeout(askAgain, attempt === 0 ? 0 : retryDelayMs(attempt));
}

function askAgain(): void {
  clearTimeout(timer);
  attempt += 1;
  // Not before it is answered: else it would be asked twice at once.
  timer = undefined;
  void checkReachable();
}

globalThis.window?.addEventListener('online', () => {
  if (!isReachable.value) askAgain();
});

/** Whether the server answers. `recoveredCount` grows each time it does again. */
export function useReachability() {
  return { isReachable: readonly(isReachable), recoveredCount: readonly(recoveredCount) };
}

/** A `fetch` that notes whether anything answers. */
export function watchedFetch(send: typeof fetch = (...request) => fetch(...request)): typeof fetch {
  return async (...request) => {
    try {
      const response = await send(...request);
      if (response.status === 502 || response.status === 504) markUnreachable();
      else markReachable();
      return response;
    } catch (error) {
      if ((error as Error).name !== 'AbortError') markUnreachable();
      throw error;
    }
  };
}
