import { openWithinMs, TimeoutSocket } from './timeout-socket.ts';

/** Whether a WebSocket to the server opens and is answered now. It is closed again at once. */
export function canOpenSocket(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = new TimeoutSocket(url, 'graphql-transport-ws');
    const timer = setTimeout(() => socket.close(), openWithinMs);
    socket.addEventListener('open', () => socket.send('{"type":"connection_init"}'));
    socket.addEventListener('message', ({ data }) => {
      if (!String(data).includes('connection_ack')) return;
      resolve(true);
      socket.close(1000);
    });
    socket.addEventListener('close', () => {
      clearTimeout(timer);
      resolve(false);
    });
  });
}
