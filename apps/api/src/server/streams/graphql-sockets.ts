import type { IncomingMessage } from 'node:http';
import { CloseCode, type Server } from 'graphql-ws';
import type { WebSocket, WebSocketServer } from 'ws';
import type { Log } from '../../kernel/log.ts';

/** What there is of a socket beside the protocol. */
export interface Extra {
  socket: WebSocket;
  request: IncomingMessage;
}

/**
 * Speaks the protocol of `server` on every socket. The library's own adapter would write to the console, a stack for
 * each message whose answer cannot be written any more: sockets that are gone are everyday.
 */
export function serveSockets(server: Server<Extra>, sockets: WebSocketServer, keepAliveMs: number, log: Log): void {
  sockets.on('error', (error) => log.error({ error }, 'the WebSocket server failed'));
  sockets.on('connection', (socket, request) => {
    let unsent = 0;
    // Frames that break the protocol: `ws` itself closes the socket then.
    socket.on('error', () => {});
    const stopPinging = keepAlive(socket, keepAliveMs);
    const closed = server.opened(
      {
        protocol: socket.protocol,
        send: (data) =>
          new Promise((resolve) => {
            if (socket.readyState !== socket.OPEN) return resolve();
            socket.send(data, (error) => {
              if (error) unsent++;
              resolve();
            });
          }),
        close: (code, reason) => socket.close(code, reason),
        onMessage: (handle) =>
          void socket.on('message', (data) => {
            // What is still on its way when a socket closes is not worth any work.
            if (socket.readyState !== socket.OPEN) return;
            handle(String(data)).catch((error: unknown) => {
              log.error({ error }, 'message from a WebSocket could not be handled');
              socket.close(CloseCode.InternalServerError, 'Internal server error');
            });
          }),
      },
      { socket, request },
    );
    socket.once('close', (code, reason) => {
      stopPinging();
      if (unsent > 0) log.debug({ unsent }, 'WebSocket closed before its responses were sent');
      closed(code, String(reason)).catch((error: unknown) => log.error({ error }, 'WebSocket was not closed cleanly'));
    });
  });
}

/** Ends a socket that does not answer a ping until the next one. @returns what stops it. */
function keepAlive(socket: WebSocket, intervalMs: number): () => void {
  let isAlive = true;
  socket.on('pong', () => (isAlive = true));
  const timer = setInterval(() => {
    if (socket.readyState !== socket.OPEN) return;
    if (!isAlive) return socket.terminate();
    isAlive = false;
    socket.ping();
  }, intervalMs);
  return () => clearInterval(timer);
}

/** Closes every socket politely and takes no more. */
export async function closeSockets(sockets: WebSocketServer): Promise<void> {
  for (const socket of sockets.clients) socket.close(1001, 'Going away');
  sockets.removeAllListeners();
  await new Promise<void>((resolve) => sockets.close(() => resolve()));
}
