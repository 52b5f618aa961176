import { once } from 'node:events';
import { WebSocket } from 'ws';

const query = `subscription ($runId: ID!) {
  runEvents(runId: $runId) { __typename sequence ... on TextDelta { partId delta } ... on RunEnded { status errorMessage } }
}`;

interface Frame {
  id?: string;
  type: string;
  payload?: { data?: { runEvents: RunEvent }; errors?: unknown };
}

interface RunEvent {
  __typename: string;
  sequence: number;
  delta?: string;
  status?: string;
  errorMessage?: string | null;
}

/** A socket that watches one run at a time, in frames of graphql-transport-ws written by hand: a client must be cheap. */
export class RunSocket {
  readonly #socket: WebSocket;
  #onFrame: (frame: Frame) => void = () => {};
  #onClose: (error: Error) => void = () => {};

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data: Buffer) => this.#receive(JSON.parse(data.toString()) as Frame));
    socket.on('close', (code) => this.#onClose(new Error(`The socket was closed with ${code}.`)));
  }

  static async open(url: string, cookie: string): Promise<RunSocket> {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
      headers: { cookie },
      perMessageDeflate: false,
    });
    await once(socket, 'open');
    const opened = new RunSocket(socket);
    const acknowledged = new Promise<void>((resolve, reject) => {
      opened.#onFrame = () => resolve();
      opened.#onClose = reject;
    });
    socket.send('{"type":"connection_init"}');
    await acknowledged;
    return opened;
  }

  /** Resolves when the run has completed. @throws Error when it ends otherwise, or a number is missing. */
  watch(runId: string, onDelta: (delta: string) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      let next = 0;
      this.#onClose = reject;
      this.#onFrame = ({ type, payload }) => {
        if (type === 'complete') return;
        const event = payload?.data?.runEvents;
        if (type !== 'next' || !event) return reject(new Error(`Parley answered ${type} ${JSON.stringify(payload)}`));
        if (event.sequence !== next++) return reject(new Error(`Event ${event.sequence} came instead of ${next - 1}.`));
        if (event.delta !== undefined) onDelta(event.delta);
        if (event.status === 'COMPLETED') resolve();
        else if (event.status !== undefined) reject(new Error(`A run ended ${event.status}: ${event.errorMessage}`));
      };
      this.#socket.send(JSON.stringify({ id: runId, type: 'subscribe', payload: { query, variables: { runId } } }));
    });
  }

  close(): void {
    this.#onClose = () => {};
    this.#socket.close();
  }

  #receive(frame: Frame): void {
    if (frame.type === 'ping') this.#socket.send('{"type":"pong"}');
    else this.#onFrame(frame);
  }
}
