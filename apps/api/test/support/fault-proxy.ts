import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A direction through the proxy. */
export type Direction = 'toTarget' | 'toClient';

interface Condition {
  delayMs: number;
  /** What is sent this way vanishes; a connection that has lost something stays silent for ever. */
  lost: ReadonlySet<Direction>;
  /** What is sent waits until the way is healed, as TCP repeats it after a break. */
  isHeld: boolean;
}

const healthy: Condition = { delayMs: 0, lost: new Set(), isHeld: false };

/** A TCP proxy on loopback that does to its connections what networks do. */
export class FaultProxy {
  readonly #target: { host: string; port: number };
  readonly #server: Server;
  readonly #connections = new Set<Connection>();
  #port = 0;
  #condition = healthy;
  #cutAfterBytes: number | undefined;
  #accepted = 0;
  #loss = Promise.withResolvers<void>();

  private constructor(target: { host: string; port: number }) {
    this.#target = target;
    this.#server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => this.#accept(client));
  }

  /** Starts one on a free port. @param target a URL with host and port of what is behind it. */
  static async start(target: string): Promise<FaultProxy> {
    const { hostname, port } = new URL(target);
    const proxy = new FaultProxy({ host: hostname, port: Number(port) });
    await proxy.#listen();
    return proxy;
  }

  get port(): number {
    return this.#port;
  }

  /** How many connections were accepted so far. */
  get accepted(): number {
    return this.#accepted;
  }

  /** How many connections are open. */
  get open(): number {
    return this.#connections.size;
  }

  /** Resolves when the next thing is lost: it was sent, and arrives nowhere. */
  whenLost(): Promise<void> {
    return this.#loss.promise;
  }

  /** The same URL, by way of this proxy. */
  through(url: string): string {
    const own = new URL(url);
    own.hostname = '127.0.0.1';
    own.port = String(this.#port);
    return own.href.replace(/\/$/, url.endsWith('/') ? '/' : '');
  }

  /** Everything arrives so many milliseconds later, either way. */
  delay(ms: number): void {
    this.#change({ ...healthy, delayMs: ms });
  }

  /** Breaks every open connection (RST). New ones work. */
  cut(): void {
    for (const connection of this.#connections) connection.reset();
  }

  /** Breaks each new connection after so many bytes from the target; undefined no longer does. */
  cutAfter(bytes: number | undefined): void {
    this.#cutAfterBytes = bytes;
  }

  /** Breaks every open connection, and refuses new ones. */
  async refuse(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.cut();
    await closed;
  }

  /** Connections open and stay open, and nothing arrives, ever: a firewall that has forgotten them. */
  blackHole(): void {
    this.#change({ ...healthy, lost: new Set(['toTarget', 'toClient']) });
  }

  /** As {@link blackHole}, in one direction only. */
  halfOpen(lost: Direction): void {
    this.#change({ ...healthy, lost: new Set([lost]) });
  }

  /** Nothing arrives for now; what was sent meanwhile arrives after {@link heal}. */
  hold(): void {
    this.#change({ ...healthy, isHeld: true });
  }

  /** All is well again, except for connections that have lost something. */
  async heal(): Promise<void> {
    this.#cutAfterBytes = undefined;
    this.#change(healthy);
    if (!this.#server.listening) await this.#listen();
  }

  async close(): Promise<void> {
    await this.refuse();
  }

  async #listen(): Promise<void> {
    this.#server.listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  #change(condition: Condition): void {
    this.#condition = condition;
    for (const connection of this.#connections) connection.pump();
  }

  #accept(client: Socket): void {
    this.#accepted++;
    const target = connect({ ...this.#target, allowHalfOpen: true, noDelay: true });
    const connection = new Connection(client, target, {
      condition: () => this.#condition,
      onLoss: () => {
        this.#loss.resolve();
        this.#loss = Promise.withResolvers();
      },
      cutAfterBytes: this.#cutAfterBytes,
    });
    this.#connections.add(connection);
    void connection.closed.then(() => this.#connections.delete(connection));
  }
}

interface Fate {
  condition: () => Condition;
  onLoss: () => void;
  cutAfterBytes: number | undefined;
}

class Connection {
  readonly closed: Promise<void>;
  readonly #sockets: readonly [client: Socket, target: Socket];
  readonly #ways: readonly Way[];

  constructor(client: Socket, target: Socket, fate: Fate) {
    this.#sockets = [client, target];
    const toTarget = new Way('toTarget', client, target, fate);
    const toClient = new Way('toClient', target, client, fate);
    this.#ways = [toTarget, toClient];
    if (fate.cutAfterBytes !== undefined) toClient.limit(fate.cutAfterBytes, () => this.reset());
    const ends = this.#sockets.map((socket, index) => {
      // What breaks on one side breaks on the other, unless that news is lost as well.
      socket.on('error', () => {});
      socket.on('close', () => {
        if (this.#ways[index]!.isOpen) this.#sockets[1 - index]!.resetAndDestroy();
      });
      return new Promise((resolve) => socket.once('close', resolve));
    });
    this.closed = Promise.all(ends).then(() => {});
  }

  reset(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  pump(): void {
    for (const way of this.#ways) way.pump();
  }
}

/** What one side of a connection sends to the other. */
class Way {
  readonly #direction: Direction;
  readonly #from: Socket;
  readonly #to: Socket;
  readonly #fate: Fate;
  #waiting: { bytes: Buffer | null; dueAt: number }[] = [];
  #timer: NodeJS.Timeout | undefined;
  #hasLost = false;
  #room = Infinity;
  #onLimit: () => void = () => {};

  constructor(direction: Direction, from: Socket, to: Socket, fate: Fate) {
    this.#direction = direction;
    this.#from = from;
    this.#to = to;
    this.#fate = fate;
    from.on('data', (bytes) => this.#take(bytes));
    from.on('end', () => this.#take(null));
    from.on('close', () => clearTimeout(this.#timer));
  }

  get isOpen(): boolean {
    return !this.#hasLost && !this.#fate.condition().lost.has(this.#direction);
  }

  limit(bytes: number, onLimit: () => void): void {
    this.#room = bytes;
    this.#onLimit = onLimit;
  }

  pump(): void {
    clearTimeout(this.#timer);
    while (this.#waiting.length > 0 && !this.#fate.condition().isHeld) {
      const { bytes, dueAt } = this.#waiting[0]!;
      const wait = dueAt - performance.now();
      if (wait > 0) return void (this.#timer = setTimeout(() => this.pump(), wait));
      this.#waiting.shift();
      this.#pass(bytes);
    }
  }

  #take(bytes: Buffer | null): void {
    if (!this.isOpen) {
      this.#hasLost = true;
      this.#fate.onLoss();
      return;
    }
    this.#waiting.push({ bytes, dueAt: performance.now() + this.#fate.condition().delayMs });
    this.pump();
  }

  #pass(bytes: Buffer | null): void {
    if (this.#to.destroyed) return;
    if (bytes === null) return void this.#to.end();
    const passed = bytes.subarray(0, this.#room);
    this.#room -= passed.length;
    if (!this.#to.write(passed)) {
      this.#from.pause();
      this.#to.once('drain', () => this.#from.resume());
    }
    // After the write has reached the other side's kernel; a reset would throw it away.
    if (this.#room === 0) this.#to.write('', () => setImmediate(this.#onLimit));
  }
}
