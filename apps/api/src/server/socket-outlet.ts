import { setTimeout as sleep } from 'node:timers/promises';
import type { WebSocket } from 'ws';
import type { EventOutlet } from './run-event-writer.ts';

/** A reader who lets this many bytes pile up is closed; it can come back and resume. */
const MAX_BUFFERED = 1024 * 1024;
/** A replay goes on when less than this is waiting. */
const REPLAY_BUFFERED = 128 * 1024;
const DRAIN_POLL = 10;
/** Application close codes are from 4000 on; clients may reconnect after this one. */
const SLOW_READER = 4408;

/** Frames of one operation of a socket, put together as text. */
export function socketOutlet(socket: WebSocket, operationId: string): EventOutlet {
  const start = `{"id":${JSON.stringify(operationId)},"type":"next","payload":`;
  const send = (frame: string): void => {
    if (socket.readyState !== socket.OPEN) return;
    if (socket.bufferedAmount > MAX_BUFFERED) return closeSlowReader(socket);
    socket.send(frame);
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
