import { useTimeoutFn } from '@vueuse/core';
import { watch } from 'vue';
import { useConnection } from './connection.ts';

/** The protocol has no answer to a subscription, so the server gets a moment to start it, in milliseconds. */
const settleMs = 300;

/**
 * Calls back each time the socket was opened (again), when its subscriptions have begun: what happened before
 * is announced by none of them.
 * @returns a way to have it called at another time.
 */
export function useCatchUp(catchUp: () => void): () => void {
  const { start } = useTimeoutFn(catchUp, settleMs, { immediate: false });
  watch(useConnection().openedCount, () => start());
  return start;
}
