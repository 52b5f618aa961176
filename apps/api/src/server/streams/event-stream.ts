import type { OutgoingHttpHeaders } from 'node:http';
import type { FastifyReply } from 'fastify';
import type { EventSink } from './run-event-writer.ts';
import { MAX_BUFFERED, roomForReplay } from './backpressure.ts';

/** How often a comment keeps proxies from closing a quiet stream, in milliseconds. */
const KEEP_ALIVE = 12_000;
/** How long a stream may wait for leave to begin, in milliseconds: clients take silence for a proxy that holds it back. */
const OPEN_WITHIN = 1_000;

/** An answer of server-sent events: results of one operation, each a `next`, and `complete` at the end. */
export class EventStream implements EventSink {
  readonly #reply: FastifyReply;
  readonly #response: FastifyReply['raw'];
  readonly #opening: NodeJS.Timeout;
  #keepAlive: NodeJS.Timeout | undefined;

  /** Opens with the first result, and soon in any case. */
  constructor(reply: FastifyReply) {
    this.#reply = reply;
    this.#response = reply.raw;
    this.#response.on('error', () => this.#response.destroy());
    this.#opening = setTimeout(() => this.open(), OPEN_WITHIN);
    this.onClose(() => {
      clearTimeout(this.#opening);
      clearInterval(this.#keepAlive);
    });
  }

  /** Takes the reply over from the framework and sends its headers, once. */
  open(): void {
    if (this.#keepAlive) return;
    clearTimeout(this.#opening);
    this.#keepAlive = setInterval(() => this.#write(':\n\n'), KEEP_ALIVE);
    const headers = this.#reply.getHeaders() as OutgoingHttpHeaders;
    this.#reply.hijack();
    this.#response.writeHead(200, {
      ...headers,
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    });
    // Some browsers tell the page that the stream is open only with its first bytes.
    this.#write(':\n\n');
    if (this.#response.closed) clearInterval(this.#keepAlive);
  }

  /** Leaves the answer to the framework. @returns false when it has begun already. */
  giveBack(): boolean {
    clearTimeout(this.#opening);
    return this.#keepAlive === undefined;
  }

  /** Calls back when the stream is over, whoever ended it; at once when it is. */
  onClose(listener: () => void): void {
    if (this.#response.closed) listener();
    else this.#response.once('close', listener);
  }

  send(data: string): void {
    this.sendResult(`{"data":${data}}`);
  }

  sendResult(payload: string): void {
    if (this.#response.writableLength > MAX_BUFFERED) this.#response.destroy();
    else this.#write(`event: next\ndata: ${payload}\n\n`);
  }

  drained(): Promise<void> | undefined {
    return roomForReplay(() => (this.#response.writable ? this.#response.writableLength : 0));
  }

  /** Says that nothing follows, and closes. */
  complete(): void {
    this.open();
    if (this.#response.writable) this.#response.end('event: complete\ndata:\n\n');
  }

  /** Closes without saying that it was all, so that the reader comes back. */
  cut(): void {
    this.open();
    this.#response.end();
  }

  #write(text: string): void {
    this.open();
    if (this.#response.writable) this.#response.write(text);
  }
}
