import { CloseCode, createClient } from 'graphql-ws';
import { setSocketState } from './connection.ts';
import { giveUpTransport, liveTransport } from './live-transport.ts';
import { openWithinMs, TimeoutSocket } from './timeout-socket.ts';
import { checkReachable, markReachable } from './reachability.ts';
import { retryDelayMs } from './retry-delay.ts';

type CloseListener = () => void;
let onRefused: CloseListener = () => undefined;

/** Called when the server ends the socket because the session is no longer valid. */
export function onSocketRefused(listener: CloseListener): void {
  onRefused = listener;
}

/** Where the server takes sockets. */
export function socketUrl(): string {
  const url = new URL('/graphql', location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}

const pingEveryMs = 15_000;
const pongWithinMs = 5_000;
let missingPong: ReturnType<typeof setTimeout> | undefined;

/** So many attempts fail in a row, while plain requests are answered: something on the way passes no sockets. */
const failuresInARow = 2;
let failures = 0;

/** Waits before the next attempt; a network that comes back ends the wait. */
function untilNextAttempt(attempt: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener('online', done);
      resolve();
    };
    const timer = setTimeout(done, retryDelayMs(attempt));
    addEventListener('online', done);
  });
}

/** One socket for all subscriptions of this tab. It reconnects and subscribes again by itself. */
export const socket = createClient({
  url: socketUrl,
  webSocketImpl: TimeoutSocket,
  lazyCloseTimeout: 5_000,
  keepAlive: pingEveryMs,
  connectionAckWaitTimeout: openWithinMs,
  retryAttempts: Number.POSITIVE_INFINITY,
  retryWait: untilNextAttempt,
  // What followed something by it follows it by another transport then.
  shouldRetry: () => liveTransport.value === 'socket',
  on: {
    connecting: () => setSocketState('connecting'),
    connected: () => {
      failures = 0;
      setSocketState('open');
      markReachable();
    },
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
      const isWanted = !(wasClean && code === 1000);
      setSocketState(isWanted ? 'lost' : 'idle');
      if (code === CloseCode.Unauthorized || code === CloseCode.Forbidden) onRefused();
      else if (isWanted) void noteLost();
    },
  },
});

async function noteLost(): Promise<void> {
  // A server that is away refuses sockets as well.
  failures = (await checkReachable()) ? failures + 1 : 0;
  if (failures >= failuresInARow) giveUpTransport('socket');
}
