import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { FaultProxy } from './fault-proxy.ts';

let target: Server;
let proxy: FaultProxy;
/** The target's ends of the connections, in order. */
let served: Socket[];

beforeEach(async () => {
  served = [];
  target = createServer((socket) => {
    served.push(socket);
    socket.on('error', () => {});
    socket.on('data', (bytes) => socket.write(`echo ${bytes.toString()}`));
  });
  target.listen(0, '127.0.0.1');
  await once(target, 'listening');
  proxy = await FaultProxy.start(`tcp://127.0.0.1:${(target.address() as AddressInfo).port}`);
});
afterEach(async () => {
  await proxy.close();
  for (const socket of served) socket.destroy();
  target.close();
});

interface Client {
  socket: Socket;
  heard(): string;
  /** Resolves when this was heard. */
  hears(text: string): Promise<void>;
  /** The code of the error that ended it, or 'end'. */
  ended: Promise<string>;
}

async function open(): Promise<Client> {
  const socket = connect(proxy.port, '127.0.0.1');
  let text = '';
  const ended = new Promise<string>((resolve) => {
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code!));
    socket.on('end', () => resolve('end'));
  });
  await once(socket, 'connect');
  socket.on('data', (bytes) => (text += bytes.toString()));
  const hears = async (wanted: string): Promise<void> => {
    while (!text.includes(wanted)) await once(socket, 'data');
  };
  return { socket, heard: () => text, hears, ended };
}

it('passes on what is said, and the end of it', async () => {
  const client = await open();
  client.socket.write('one');
  await client.hears('echo one');
  served[0]!.end('bye');
  expect(await client.ended).toBe('end');
  expect(client.heard()).toBe('echo onebye');
  expect(proxy.through('postgres://me:secret@db.example:5432/chat?sslmode=require')).toBe(
    `postgres://me:secret@127.0.0.1:${proxy.port}/chat?sslmode=require`,
  );
});

it('cuts what is open; new connections work', async () => {
  const client = await open();
  client.socket.write('one');
  await client.hears('echo one');
  const far = new Promise((resolve) => served[0]!.once('close', resolve));
  proxy.cut();
  expect(await client.ended).toBe('ECONNRESET');
  await far;
  const next = await open();
  next.socket.write('two');
  await next.hears('echo two');
  expect(proxy.accepted).toBe(2);
});

it('cuts after so many bytes of an answer', async () => {
  proxy.cutAfter(7);
  const client = await open();
  client.socket.write('one two three');
  expect(await client.ended).toBe('ECONNRESET');
  expect(client.heard()).toBe('echo on');
});

it('refuses, and listens again on the same port', async () => {
  const client = await open();
  const { port } = proxy;
  await proxy.refuse();
  expect(await client.ended).toBe('ECONNRESET');
  await expect(open()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  await proxy.heal();
  expect(proxy.port).toBe(port);
  const next = await open();
  next.socket.write('two');
  await next.hears('echo two');
});

it('holds back what is sent, and delivers it later in order', async () => {
  const client = await open();
  proxy.hold();
  client.socket.write('one ');
  const other = await open();
  other.socket.write('two');
  proxy.delay(20);
  await client.hears('echo one ');
  await other.hears('echo two');
});

it.each(['toTarget', 'toClient'] as const)('loses for ever what is sent %s, and the rest arrives', async (lost) => {
  const client = await open();
  client.socket.write('one');
  await client.hears('echo one');
  proxy.halfOpen(lost);
  const loss = proxy.whenLost();
  client.socket.write('two');
  await loss;
  if (lost === 'toTarget') {
    served[0]!.write('unasked');
    await client.hears('unasked');
  }
  await proxy.heal();
  const next = await open();
  next.socket.write('three');
  await next.hears('echo three');
  expect(client.heard()).not.toContain('echo two');
  client.socket.destroy();
});

it('swallows everything, goodbyes included', async () => {
  const client = await open();
  client.socket.write('one');
  await client.hears('echo one');
  proxy.blackHole();
  let loss = proxy.whenLost();
  served[0]!.end('lost');
  await loss;
  const next = await open();
  loss = proxy.whenLost();
  next.socket.write('two');
  await loss;
  await proxy.heal();
  const healed = await open();
  healed.socket.write('three');
  await healed.hears('echo three');
  expect([client.heard(), next.heard()]).toEqual(['echo one', '']);
  expect(client.socket.readyState).toBe('open');
  client.socket.destroy();
  next.socket.destroy();
});
