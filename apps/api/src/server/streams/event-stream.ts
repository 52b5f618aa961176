import type { OutgoingHttpHeaders } from 'node:http';
import type { FastifyReply } from 'fastify';
import type { EventSink } from './run-event-writer.ts';
import { MAX_BUFFERED, roomForReplay } from './backpressure.ts';

/** How often a comment keeps proxies from closing a quiet stream, in milliseconds. */
const KEEP_ALIVE = 12_000;

/** An answer of server-sent events: results of one operation, each a `next`, and `complete` at the end. */
export class EventStream implements EventSink {
  readonly #response: FastifyReply['raw'];
  readonly #keepAlive: NodeJS.Timeout;

  /** Takes the reply over from the framework and sends its headers. */
  constructor(reply: FastifyReply) {
    const headers = reply.getHeaders() as OutgoingHttpHeaders;
    reply.hijack();
    this.#response = reply.raw;
    this.#response.on('error', () => this.#response.destroy());
    this.#response.writeHead(200, {
      ...headers,
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    });
    // Some browsers tell the page that the stream is open only with its first bytes.
    this.#write(':\n\n');
    this.#keepAlive = setInterval(() => this.#write(':\n\n'), KEEP_ALIVE);
    this.onClose(() => clearInterval(this.#keepAlive));
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
    if (this.#response.writable) this.#response.end('event: complete\ndata:\n\n');
  }

  /** Closes without saying that it was all, so that the reader comes back. */
  cut(): void {
    this.#response.end();
  }

  #write(text: string): void {
    if (this.#response.writable) this.#response.write(text);
  }
}
