import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { EventSink } from './run-event-writer.ts';
import { MAX_BUFFERED, roomForReplay } from './backpressure.ts';
import { textFrame } from './text-frame.ts';

/** Application close codes are from 4000 on; clients may reconnect after this one. */
const SLOW_READER = 4408;

/**
 * Frames of one operation of a socket, put together as text.
 * @param stream the connection below the socket, which writes whole frames at once as long as it does not compress:
 * frames of our own may stand between its.
 */
export function websocketWriter(socket: WebSocket, stream: Duplex, operationId: string): EventSink {
  const start = `{"id":${JSON.stringify(operationId)},"type":"next","payload":`;
  const send = (frame: string): void => {
    if (socket.readyState !== socket.OPEN) return;
    if (socket.bufferedAmount > MAX_BUFFERED) return closeSlowReader(socket);
    stream.write(textFrame(frame));
  };
  return {
    send: (data) => send(`${start}{"data":${data}}}`),
    sendResult: (payload) => send(`${start}${payload}}`),
    drained: () => roomForReplay(() => (socket.readyState === socket.OPEN ? socket.bufferedAmount : 0)),
  };
}

function closeSlowReader(socket: WebSocket): void {
  socket.close(SLOW_READER, 'Too slow');
  // A reader that does not read would not read the goodbye either.
  setTimeout(() => socket.terminate(), 1_000).unref();
}
