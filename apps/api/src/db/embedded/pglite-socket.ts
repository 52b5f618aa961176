import { Duplex } from 'node:stream';

const TERMINATE = 'X'.charCodeAt(0);
const SIMPLE_ROLLBACK = Buffer.from('Q\0\0\0\x0drollback\0', 'latin1');

/**
 * A socket look-alike for `pg`: what is written goes to `execute` in order, what it answers can be read.
 * `pg` corks its messages, so a write is one or more whole messages.
 */
export class PgliteSocket extends Duplex {
  readonly #execute: (bytes: Uint8Array) => Promise<Uint8Array>;

  constructor(execute: (bytes: Uint8Array) => Promise<Uint8Array>) {
    super();
    this.#execute = execute;
  }

  /** The session is shared by successive connections: a new one must not inherit an open transaction. */
  connect(): this {
    this.#execute(SIMPLE_ROLLBACK).then(
      () => this.emit('connect'),
      (error: Error) => this.destroy(error),
    );
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error) => void): void {
    this.#send(chunk, done);
  }

  override _writev(chunks: { chunk: Buffer }[], done: (error?: Error) => void): void {
    this.#send(Buffer.concat(chunks.map(({ chunk }) => chunk)), done);
  }

  override _final(done: () => void): void {
    this.push(null);
    done();
  }

  #send(bytes: Buffer, done: (error?: Error) => void): void {
    // A goodbye would end the whole database, not one connection.
    if (bytes[0] === TERMINATE) return done();
    this.#execute(new Uint8Array(bytes)).then(
      (answer) => {
        this.push(answer);
        done();
      },
      (error: Error) => done(error),
    );
  }
}
