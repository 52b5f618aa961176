import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WebSocket } from 'ws';
import type { EventOutlet } from './run-event-writer.ts';
import { textFrame } from './text-frame.ts';

/** A reader who lets this many bytes pile up is closed; it can come back and resume. */
const MAX_BUFFERED = 1024 * 1024;
/** A replay goes on when less than this is waiting. */
const REPLAY_BUFFERED = 128 * 1024;
const DRAIN_POLL = 10;
/** Application close codes are from 4000 on; clients may reconnect after this one. */
const SLOW_READER = 4408;

/**
 * Frames of one operation of a socket, put together as text.
 * @param stream the connection below the socket, which writes whole frames at once as long as it does not compress:
 * frames of our own may stand between its.
 */
export function socketOutlet(socket: WebSocket, stream: Duplex, operationId: string): EventOutlet {
  const start = `{"id":${JSON.stringify(operationId)},"type":"next","payload":`;
  const send = (frame: string): void => {
    if (socket.readyState !== socket.OPEN) return;
    if (socket.bufferedAmount > MAX_BUFFERED) return closeSlowReader(socket);
    stream.write(textFrame(frame));
  };
  return {
    send: (data) => send(`${start}{"data":${data}}}`),
    sendResult: (payload) => send(`${start}${payload}}`),
    async drained() {
      while (socket.readyState === socket.OPEN && socket.bufferedAmount > REPLAY_BUFFERED) await sleep(DRAIN_POLL);
    },
  };
}

function closeSlowReader(socket: WebSocket): void {
  socket.close(SLOW_READER, 'Too slow');
  // A reader that does not read would not read the goodbye either.
  setTimeout(() => socket.terminate(), 1_000).unref();
}
