import { useOnline } from '@vueuse/core';
import { computed, readonly, shallowRef } from 'vue';

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

/** Whether live updates arrive. `openedCount` grows each time the socket has been opened (again). */
export function useConnection() {
  const hasNetwork = useOnline();
  return {
    socketState: readonly(socketState),
    openedCount: readonly(openedCount),
    isDisconnected: computed(() => !hasNetwork.value || socketState.value === 'lost'),
    hasNetwork,
  };
}
