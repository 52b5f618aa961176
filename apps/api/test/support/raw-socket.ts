import { once } from 'node:events';
import { type ClientOptions, WebSocket } from 'ws';

export interface SocketMessage {
  type: string;
  id?: string;
  // What comes is as free as what is sent.
  // oxlint-disable-next-line no-explicit-any
  payload?: any;
}

/** A WebSocket spoken to message by message, for what no proper client would send. */
export class RawSocket {
  readonly socket: WebSocket;
  readonly messages: SocketMessage[] = [];
  /** The code it was closed with. */
  readonly closed: Promise<number>;
  #wake: () => void = () => {};

  constructor(url: string, options: ClientOptions & { protocol?: string } = {}) {
    const { protocol = 'graphql-transport-ws', ...rest } = options;
    this.socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, protocol === '' ? [] : protocol, rest);
    this.socket.on('error', () => {});
    this.socket.on('message', (data: Buffer) => {
      this.messages.push(JSON.parse(data.toString()) as SocketMessage);
      this.#wake();
    });
    this.closed = once(this.socket, 'close').then(([code]) => {
      this.#wake();
      return code as number;
    });
  }

  /** An open socket; with a cookie also acknowledged. */
  static async open(
    url: string,
    cookie?: string,
    options: ClientOptions & { protocol?: string } = {},
  ): Promise<RawSocket> {
    const raw = new RawSocket(url, { ...options, headers: { ...(cookie && { cookie }), ...options.headers } });
    await once(raw.socket, 'open');
    if (cookie === undefined) return raw;
    raw.send({ type: 'connection_init' });
    await raw.next((message) => message.type === 'connection_ack');
    return raw;
  }

  get isOpen(): boolean {
    return this.socket.readyState === WebSocket.OPEN;
  }

  send(message: SocketMessage | object): void {
    this.socket.send(JSON.stringify(message));
  }

  subscribe(id: string, query: string, variables: object = {}): void {
    this.send({ id, type: 'subscribe', payload: { query, variables } });
  }

  /** The first message that fits, now or later. @throws Error when the socket closes before. */
  async next(fits: (message: SocketMessage) => boolean): Promise<SocketMessage> {
    for (;;) {
      const found = this.messages.find(fits);
      if (found) return found;
      if (this.socket.readyState > WebSocket.OPEN) throw new Error(`The socket was closed: ${await this.closed}`);
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /** The `error` or `complete` message that ends an operation. */
  end(id: string): Promise<SocketMessage> {
    return this.next((message) => message.id === id && message.type !== 'next');
  }

  close(): void {
    this.socket.terminate();
  }
}
