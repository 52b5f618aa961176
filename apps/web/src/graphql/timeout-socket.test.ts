import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { openWithinMs, TimeoutSocket } from './timeout-socket.ts';

afterEach(() => void vi.useRealTimers());

test('an attempt that nobody answers is given up', async () => {
  const server = createServer((connection) => void connection.on('error', () => undefined)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const socket = new TimeoutSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const closed = new Promise((resolve) => socket.addEventListener('close', resolve));
  vi.advanceTimersByTime(openWithinMs - 1);
  expect(socket.readyState).toBe(WebSocket.CONNECTING);
  vi.advanceTimersByTime(1);
  vi.useRealTimers();
  expect(await closed).toMatchObject({ wasClean: false });
  server.close();
});
