import { watch } from 'vue';
import { liveTransport, switchTransport } from './live-transport.ts';
import { canOpenSocket } from './socket-probe.ts';
import { socketUrl } from './socket.ts';

/** After so many milliseconds a socket is tried again; each time that it was of no use, after twice as many. */
const firstWaitMs = 60_000;
const longestWaitMs = 3_600_000;

/** While another transport is in use, tries now and then whether a socket opens: another network may pass it. */
export function retrySocket(): void {
  let waitMs = firstWaitMs;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function attempt(): Promise<void> {
    clearTimeout(timer);
    if (liveTransport.value === 'socket') return;
    if (await canOpenSocket(socketUrl())) switchTransport('socket');
    else waitToTry();
  }

  function waitToTry(): void {
    clearTimeout(timer);
    timer = setTimeout(() => void attempt(), waitMs);
    waitMs = Math.min(longestWaitMs, waitMs * 2);
  }

  function onOtherNetwork(): void {
    waitMs = firstWaitMs;
    // What held streams back may be gone as well.
    if (liveTransport.value === 'polling') switchTransport('stream');
    void attempt();
  }

  // Each time that it is given up.
  watch(liveTransport, (_now, before) => before === 'socket' && waitToTry());
  void attempt();
  addEventListener('online', onOtherNetwork);
  (navigator as { connection?: EventTarget }).connection?.addEventListener('change', onOtherNetwork);
}
