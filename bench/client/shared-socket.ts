import { once } from 'node:events';
import { WebSocket } from 'ws';

const query = `subscription ($runId: ID!) { runEvents(runId: $runId) { sequence ... on RunEnded { status } } }`;

interface Frame {
  id?: string;
  type: string;
  payload?: { data?: { runEvents: { status?: string } } } | { message: string }[];
}

/** A socket that watches many runs at once, only for how they end. */
export class SharedSocket {
  readonly #socket: WebSocket;
  readonly #watched = new Map<string, (end: string) => void>();

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data: Buffer) => this.#receive(JSON.parse(data.toString()) as Frame));
    socket.on('close', (code) => this.#endAll(`socket closed with ${code}`));
  }

  static async open(url: string, cookie: string): Promise<SharedSocket> {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
      headers: { cookie },
    });
    await once(socket, 'open');
    socket.send('{"type":"connection_init"}');
    await once(socket, 'message');
    return new SharedSocket(socket);
  }

  /** Resolves with the status a run was told to have ended with, or with what came instead. */
  endOf(runId: string): Promise<string> {
    return new Promise((resolve) => {
      this.#watched.set(runId, resolve);
      this.#socket.send(JSON.stringify({ id: runId, type: 'subscribe', payload: { query, variables: { runId } } }));
    });
  }

  close(): void {
    this.#socket.close();
  }

  #receive({ id, type, payload }: Frame): void {
    if (type === 'ping') this.#socket.send('{"type":"pong"}');
    if (id === undefined) return;
    const status = payload && 'data' in payload ? payload.data?.runEvents.status : undefined;
    if (status !== undefined) this.#end(id, status);
    else if (type === 'error' || (type === 'next' && !(payload && 'data' in payload && payload.data)))
      this.#end(id, 'an error');
  }

  #end(id: string, how: string): void {
    this.#watched.get(id)?.(how);
    this.#watched.delete(id);
  }

  #endAll(how: string): void {
    for (const id of this.#watched.keys()) this.#end(id, how);
  }
}
