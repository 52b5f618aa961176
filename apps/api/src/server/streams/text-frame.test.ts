import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { textFrame } from './text-frame.ts';

describe('textFrame', () => {
  let server: Server;
  let client: WebSocket;
  let send: (frame: Buffer | string) => void;

  beforeAll(async () => {
    server = createServer();
    const sockets = new WebSocketServer({ server, perMessageDeflate: false });
    sockets.on('connection', (socket, { socket: stream }) => {
      send = (frame) => (typeof frame === 'string' ? socket.send(frame) : stream.write(frame));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
    await once(client, 'open');
  });
  afterAll(() => {
    client.terminate();
    server.close();
  });

  it.each([
    ['nothing', ''],
    ...[1, 125, 126, 127, 65_535, 65_536, 300_000].map((length) => [`${length} bytes`, 'x'.repeat(length)]),
    ['126 bytes of 63 characters', 'é'.repeat(63)],
    ['characters of four bytes', '👩‍🚀'.repeat(40)],
    ['many characters of two bytes', 'é'.repeat(40_000)],
  ])('is read as it was written, between frames of the library: %s', async (_name, text) => {
    const read: string[] = [];
    const all = new Promise<void>((resolve) => {
      client.on('message', (data: Buffer, isBinary) => {
        if (read.push(`${data.toString()}${isBinary ? ' in binary' : ''}`) === 3) resolve();
      });
    });
    for (const frame of ['before', textFrame(text), 'after']) send(frame);
    await all;
    client.removeAllListeners('message');
    expect(read).toEqual(['before', text, 'after']);
  });
});
