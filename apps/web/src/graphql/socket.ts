import { CloseCode, createClient } from 'graphql-ws';
import { setSocketState } from './connection.ts';
import { retryWaitMs } from './retry-wait.ts';

type CloseListener = () => void;
let onRefused: CloseListener = () => undefined;

/** Called when the server ends the socket because the session is no longer valid. */
export function onSocketRefused(listener: CloseListener): void {
  onRefused = listener;
}

function socketUrl(): string {
  const url = new URL('/graphql', location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}

/** One socket for all subscriptions of this tab. It reconnects for ever and subscribes again by itself. */
export const socket = createClient({
  url: socketUrl,
  lazyCloseTimeout: 5_000,
  keepAlive: 15_000,
  connectionAckWaitTimeout: 10_000,
  retryAttempts: Number.POSITIVE_INFINITY,
  retryWait: (attempt) => new Promise((resolve) => setTimeout(resolve, retryWaitMs(attempt))),
  shouldRetry: () => true,
  on: {
    connecting: () => setSocketState('connecting'),
    connected: () => setSocketState('open'),
    closed: (event) => {
      const { code = 0, wasClean = false } = event as { code?: number; wasClean?: boolean };
      setSocketState(wasClean && code === 1000 ? 'idle' : 'lost');
      if (code === CloseCode.Unauthorized || code === CloseCode.Forbidden) onRefused();
    },
  },
});
