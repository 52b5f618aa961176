import { createSharedComposable, useIntervalFn, useTimeoutFn } from '@vueuse/core';
import { shallowRef, watch } from 'vue';
import { useConnection } from './connection.ts';
import { liveTransport } from './live-transport.ts';
import { useReachability } from './reachability.ts';

/** The protocol has no answer to a subscription, so the server gets a moment to start it, in milliseconds. */
const settleMs = 300;
/** How often everything is read again while nothing is announced, in milliseconds; a hidden tab does so more rarely. */
const readEveryMs = 4_000;
const hiddenTurns = 8;

/** Counts the times when everything has to be read again because no socket announces what happens. */
const useTurns = createSharedComposable(() => {
  const turns = shallowRef(0);
  const { socketState } = useConnection();
  const { isReachable } = useReachability();
  let hidden = 0;
  useIntervalFn(() => {
    const isAnnounced =
      liveTransport.value === 'socket' && (socketState.value === 'open' || socketState.value === 'idle');
    if (isAnnounced || !isReachable.value) return;
    hidden = document.hidden ? hidden + 1 : 0;
    if (hidden % hiddenTurns === 0) turns.value += 1;
  }, readEveryMs);
  return turns;
});

/**
 * Calls back each time the socket was opened (again), when its subscriptions have begun: what happened before
 * is announced by none of them. Without a socket it calls back every few seconds.
 * @returns a way to have it called at another time.
 */
export function useReconnect(catchUp: () => void): () => void {
  const { start } = useTimeoutFn(catchUp, settleMs, { immediate: false });
  watch([useConnection().openedCount, useReachability().recoveredCount, useTurns()], () => start());
  return start;
}
