import { CloseCode, createClient } from 'graphql-ws';
import { setSocketState } from './connection.ts';
import { openWithinMs, PromptSocket } from './prompt-socket.ts';
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

const pingEveryMs = 15_000;
const pongWithinMs = 5_000;
let missingPong: ReturnType<typeof setTimeout> | undefined;

/** Waits before the next attempt; a network that comes back ends the wait. */
function untilNextAttempt(attempt: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener('online', done);
      resolve();
    };
    const timer = setTimeout(done, retryWaitMs(attempt));
    addEventListener('online', done);
  });
}

/** One socket for all subscriptions of this tab. It reconnects for ever and subscribes again by itself. */
export const socket = createClient({
  url: socketUrl,
  webSocketImpl: PromptSocket,
  lazyCloseTimeout: 5_000,
  keepAlive: pingEveryMs,
  connectionAckWaitTimeout: openWithinMs,
  retryAttempts: Number.POSITIVE_INFINITY,
  retryWait: untilNextAttempt,
  shouldRetry: () => true,
  on: {
    connecting: () => setSocketState('connecting'),
    connected: () => setSocketState('open'),
    // A machine that slept, or a network that changed, leaves a socket that looks open and is dead.
    ping: (isReceived) => {
      if (!isReceived) missingPong = setTimeout(() => socket.terminate(), pongWithinMs);
    },
    pong: (isReceived) => {
      if (isReceived) clearTimeout(missingPong);
    },
    closed: (event) => {
      clearTimeout(missingPong);
      const { code = 0, wasClean = false } = event as { code?: number; wasClean?: boolean };
      setSocketState(wasClean && code === 1000 ? 'idle' : 'lost');
      if (code === CloseCode.Unauthorized || code === CloseCode.Forbidden) onRefused();
    },
  },
});
