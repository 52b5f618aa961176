import { useOnline } from '@vueuse/core';
import { computed, readonly, shallowRef } from 'vue';
import { useReachability } from './reachability.ts';

/** `idle`: no subscription needs the socket. `lost`: it broke and is being opened again. */
export type SocketState = 'idle' | 'connecting' | 'open' | 'lost';

const socketState = shallowRef<SocketState>('idle');
const openedCount = shallowRef(0);

/** Records what happens to the one WebSocket; only the socket itself calls it. */
export function setSocketState(state: SocketState): void {
  if (state === 'connecting' && socketState.value === 'lost') return;
  socketState.value = state;
  if (state === 'open') openedCount.value += 1;
}

/** Whether the server can be reached, and the socket. `openedCount` grows each time it has been opened (again). */
export function useConnection() {
  const hasNetwork = useOnline();
  const { isReachable } = useReachability();
  return {
    socketState: readonly(socketState),
    openedCount: readonly(openedCount),
    /** A socket that does not open is nobody's business while plain requests are answered. */
    isDisconnected: computed(() => !hasNetwork.value || !isReachable.value),
    hasNetwork,
  };
}
