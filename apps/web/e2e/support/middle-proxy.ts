import { once } from 'node:events';
import { createServer, type IncomingMessage, request as send, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

/** What a proxy on the way does that it should not. */
export interface Manners {
  /** WebSockets: refused with a status, left without an answer, or opened and then silent. */
  sockets: 'pass' | 'refuse' | 'hang' | 'swallow';
  /** Event streams: held back until they are over. */
  streams: 'pass' | 'buffer';
  /** Event streams and sockets are cut after so many milliseconds. */
  cutAfterMs?: number;
  /** Milliseconds that every request takes longer. */
  delayMs?: number;
}

/** An HTTP proxy on loopback as they are in front of servers, with manners to choose. */
export class MiddleProxy {
  manners: Manners;
  /** How many event streams were asked for. */
  streams = 0;
  readonly #port: number;
  readonly #server: Server;

  private constructor(target: string, manners: Manners) {
    this.#port = Number(new URL(target).port);
    this.manners = manners;
    this.#server = createServer((request, response) => void this.#pass(request, response));
    this.#server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
  }

  static async start(target: string, manners: Manners): Promise<MiddleProxy> {
    const proxy = new MiddleProxy(target, manners);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { streams, cutAfterMs, delayMs = 0 } = this.manners;
    await sleep(delayMs);
    const { method, url: path, headers } = request;
    const onward = send({ host: '127.0.0.1', port: this.#port, method, path, headers });
    response.on('close', () => onward.destroy());
    onward.on('error', () => response.destroy());
    onward.on('response', (answer) => void this.#answer(answer, response, streams === 'buffer', cutAfterMs));
    request.pipe(onward);
  }

  async #answer(answer: IncomingMessage, response: ServerResponse, isHeld: boolean, cutAfterMs?: number) {
    answer.on('error', () => response.destroy());
    const isStream = answer.headers['content-type']?.startsWith('text/event-stream') ?? false;
    if (isStream) this.streams += 1;
    if (isStream && cutAfterMs !== undefined) setTimeout(() => response.destroy(), cutAfterMs);
    const held = isStream && isHeld ? await answer.toArray().catch(() => []) : null;
    response.writeHead(answer.statusCode!, answer.headers);
    if (held === null) answer.pipe(response);
    else response.end(Buffer.concat(held as Buffer[]));
  }

  #upgrade(request: IncomingMessage, client: Duplex, head: Buffer): void {
    const { sockets, cutAfterMs } = this.manners;
    client.on('error', () => undefined);
    if (sockets === 'hang') return;
    if (sockets === 'refuse') return void client.end('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n');
    const target = connect(this.#port, '127.0.0.1');
    target.on('error', () => client.destroy());
    const lines = request.rawHeaders.map((text, index) => (index % 2 === 0 ? `${text}: ` : `${text}\r\n`)).join('');
    target.write(`GET ${request.url} HTTP/1.1\r\n${lines}\r\n`);
    target.write(head);
    if (cutAfterMs !== undefined) setTimeout(() => client.destroy(), cutAfterMs);
    client.on('close', () => target.destroy());
    target.on('close', () => client.destroy());
    if (sockets === 'pass') client.pipe(target);
    join(target, client, sockets === 'swallow');
  }
}

/** What the target says; only its first words, which open the socket, when the rest is swallowed. */
function join(target: Socket, client: Duplex, isSwallowed: boolean): void {
  if (isSwallowed) target.once('data', (opening) => client.write(opening));
  else target.pipe(client);
}
