import type { IncomingHttpHeaders } from 'node:http';
import type { Transform } from 'node:stream';
import type { Dispatcher } from 'undici';
import type { ModelEvent } from '../../../ports/language-model.ts';
import { ModelError } from '../../../ports/language-model.ts';
import { AnswerBody, type AnswerDecoder } from './answer-body.ts';
import { Deadline } from './deadline.ts';
import { EventQueue } from './event-queue.ts';
import type { HttpTransport } from './http-transport.ts';
import { inflaterFor } from './inflate.ts';
import { badResponseFault, connectionFault, cutFault, timeoutFault, type ProviderIdentity } from './provider-faults.ts';

/** Characters that may wait for a slow consumer before the provider's socket is paused. */
const maxPendingCharacters = 256 * 1024;

/** How long a finished answer may take to close its connection, which could then serve the next request. */
const drainMs = 1_000;

/** How long the body of a failed answer may take: its status alone says enough. */
const errorBodyMs = 5_000;

export interface AnswerRequest {
  provider: ProviderIdentity;
  url: string;
  headers: Record<string, string>;
  body: string;
  signal: AbortSignal;
  /** Set for a server of the operator's own, which may load the model first. */
  mayLoad?: boolean;
}

/**
 * Asks a provider, once the first event is wanted, and gives what it says, one event per network read.
 * Its `next` rejects with a ModelError or the reason of the signal; the connection is freed before either.
 */
export function streamAnswer(
  transport: HttpTransport,
  request: AnswerRequest,
  decoder: AnswerDecoder,
): AsyncIterableIterator<ModelEvent, void, undefined> {
  return new AnswerStream(transport, request, decoder);
}

type Reading = PromiseWithResolvers<IteratorResult<ModelEvent, void>>;

/** One request on its way: undici pushes bytes in, the reader takes events out. An iterator, as a generator costs more. */
class AnswerStream implements Dispatcher.DispatchHandler, AsyncIterableIterator<ModelEvent, void, undefined> {
  readonly #transport: HttpTransport;
  readonly #request: AnswerRequest;
  readonly #provider: ProviderIdentity;
  readonly #body: AnswerBody;
  readonly #queue = new EventQueue();
  readonly #onAbort = (): void => this.#abort();
  #controller: Dispatcher.DispatchController | undefined;
  #hasStarted = false;
  #hasAnswered = false;
  /** Nothing more will be put into the queue. */
  #isOver = false;
  #failure: { error: unknown } | undefined;
  #reading: Reading | undefined;
  #isDelivering = false;
  /** Until the first bytes of the body come, which say how it is compressed as well. */
  #headers: IncomingHttpHeaders | undefined;
  /** Unpacks a compressed body. */
  #inflater: Transform | null = null;
  #isClosing = false;
  /** Since when there were signs of life and no token, by `performance.now()`; 0 for not since the last token. */
  #aliveSince = 0;
  readonly #deadline = new Deadline(() => this.#onTimeout());

  constructor(transport: HttpTransport, request: AnswerRequest, decoder: AnswerDecoder) {
    this.#transport = transport;
    this.#request = request;
    this.#provider = request.provider;
    this.#body = new AnswerBody(request.provider, decoder, this.#queue);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<ModelEvent, void>> {
    this.#reading = Promise.withResolvers();
    const { promise } = this.#reading;
    if (!this.#hasStarted) this.#start();
    if (this.#isOver || !this.#queue.isEmpty) this.#notify();
    return promise;
  }

  /** Frees the connection, unless the answer is complete and only its end is missing. */
  async return(): Promise<IteratorResult<ModelEvent, void>> {
    if (this.#hasStarted && !this.#isOver) this.#fail(new Error('The consumer left.'));
    this.#request.signal.removeEventListener('abort', this.#onAbort);
    return { value: undefined, done: true };
  }

  #start(): void {
    this.#hasStarted = true;
    const { signal } = this.#request;
    if (signal.aborted) return this.#fail(signal.reason);
    signal.addEventListener('abort', this.#onAbort, { once: true });
    this.#dispatch(this.#request);
  }

  #dispatch(request: AnswerRequest): void {
    this.#deadline.set(this.#silenceMs);
    const { origin, pathname, search } = new URL(request.url);
    this.#transport.agent.dispatch(
      {
        origin,
        path: pathname + search,
        method: 'POST',
        headers: request.headers,
        // Bytes of their own: undici keeps them, and from a string it would cut them out of memory shared with others.
        body: new TextEncoder().encode(request.body),
        headersTimeout: 0,
        bodyTimeout: 0,
      },
      this,
    );
  }

  #abort(): void {
    const error: unknown = this.#request.signal.reason;
    this.#queue.clear();
    if (this.#isOver) this.#failure ??= { error };
    else this.#fail(error);
  }

  /** Has the reader served after the network read that is going on, so that it gets all of it at once. */
  #notify(): void {
    if (this.#isDelivering || !this.#reading) return;
    this.#isDelivering = true;
    queueMicrotask(() => {
      this.#isDelivering = false;
      if (this.#reading) this.#deliver(this.#reading);
    });
  }

  #deliver(reading: Reading): void {
    const event = this.#take();
    if (event === undefined && !this.#isOver) return;
    this.#reading = undefined;
    if (event !== undefined) return reading.resolve({ value: event, done: false });
    this.#request.signal.removeEventListener('abort', this.#onAbort);
    if (this.#failure === undefined) reading.resolve({ value: undefined, done: true });
    else reading.reject(this.#failure.error);
  }

  #take(): ModelEvent | undefined {
    const event = this.#queue.take();
    if (this.#controller?.paused && this.#queue.size < maxPendingCharacters / 2 && !this.#isOver) {
      this.#deadline.set(this.#transport.timeouts.betweenTokensMs);
      this.#inflater?.resume();
      this.#controller.resume();
    }
    return event;
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#isOver) controller.abort(new Error('No longer wanted.'));
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    this.#hasAnswered = true;
    this.#attempt(() => this.#body.start(status, headers));
    if (status >= 200) this.#headers = headers;
    if (this.#body.statusFault !== undefined) this.#deadline.shorten(errorBodyMs);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#headers !== undefined) this.#inflate(this.#headers, chunk);
    if (this.#isOver) return;
    if (this.#inflater === null) this.#read(chunk);
    // More than fits waits for what was unpacked to be read.
    else if (!this.#inflater.write(chunk)) {
      controller.pause();
      this.#inflater.once('drain', () => this.#queue.size <= maxPendingCharacters && controller.resume());
    }
  }

  #inflate(headers: IncomingHttpHeaders, first: Buffer): void {
    this.#headers = undefined;
    const inflater = inflaterFor(headers, first);
    if (inflater === null) return;
    if (inflater === undefined) {
      const problem = `sent its answer compressed in a way that is not supported (content-encoding). Check ${this.#provider.urlSetting}.`;
      return this.#fail(badResponseFault(this.#provider, problem));
    }
    this.#inflater = inflater;
    inflater.on('data', (chunk: Buffer) => !this.#isOver && this.#read(chunk));
    inflater.on('end', () => this.#end());
    inflater.on('error', (error: NodeJS.ErrnoException) => {
      const problem = 'sent compressed data that cannot be unpacked. Try again or choose another model.';
      if (error.code === 'Z_BUF_ERROR') this.#endEarly(error);
      else this.#fail(badResponseFault(this.#provider, problem, { cause: error }));
    });
  }

  #read(chunk: Buffer): void {
    this.#attempt(() => {
      const hasProgressed = this.#body.push(chunk);
      if (this.#body.isDone) this.#succeed();
      else if (this.#body.isClosing) this.#close(hasProgressed);
      else if (hasProgressed) {
        this.#isClosing = false;
        this.#aliveSince = 0;
        this.#deadline.set(this.#transport.timeouts.betweenTokensMs);
      } else if (this.#body.isAnswer) this.#putOff();
    });
    if (this.#isOver) return;
    if (this.#queue.size > maxPendingCharacters) {
      this.#deadline.clear();
      this.#inflater?.pause();
      this.#controller?.pause();
    }
    this.#notify();
  }

  /** The model has said why it stops, behind its last words; further signs of life do not put the end off. */
  #close(hasProgressed: boolean): void {
    if (this.#isClosing && !hasProgressed) return;
    this.#isClosing = true;
    this.#deadline.set(this.#transport.timeouts.afterFinishMs);
  }

  /** A sign of life is no token, but whoever gives one is still at work; not for ever. */
  #putOff(): void {
    const now = performance.now();
    this.#aliveSince ||= now;
    const left = this.#aliveSince + this.#transport.timeouts.withoutTokenMs - now;
    this.#deadline.set(Math.max(0, Math.min(this.#silenceMs, left)));
  }

  /** How long nothing at all may come. */
  get #silenceMs(): number {
    const { betweenTokensMs, firstTokenMs, loadingMs } = this.#transport.timeouts;
    if (this.#body.hasBegun) return betweenTokensMs;
    return this.#request.mayLoad === true ? loadingMs : firstTokenMs;
  }

  onResponseEnd(): void {
    if (this.#inflater === null) this.#end();
    else this.#inflater.end();
  }

  #end(): void {
    if (!this.#isOver)
      this.#attempt(() => {
        this.#body.end();
        this.#succeed();
      });
    this.#deadline.clear();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#endEarly(error);
    this.#deadline.clear();
  }

  /** The connection broke; what the model had finished saying is still a whole answer. */
  #endEarly(error: Error): void {
    if (this.#isOver) return;
    if (this.#body.isFinished) this.#attempt(() => this.#finish());
    else if (this.#body.statusFault !== undefined) this.#fail(this.#body.statusFault);
    else if (this.#hasAnswered) this.#fail(cutFault(this.#provider, error));
    else this.#fail(connectionFault(this.#provider, error, this.#transport.timeouts.connectMs));
  }

  #onTimeout(): void {
    const { withoutTokenMs } = this.#transport.timeouts;
    const hasWaitedLong = this.#aliveSince > 0 && performance.now() - this.#aliveSince >= withoutTokenMs;
    const limit = hasWaitedLong ? withoutTokenMs : this.#silenceMs;
    if (this.#isOver) this.#controller?.abort(new Error('The connection was not closed after the answer.'));
    else if (this.#body.isFinished) this.#attempt(() => this.#finish());
    else if (this.#body.statusFault !== undefined) this.#fail(this.#body.statusFault);
    else if (this.#body.hasBegun) this.#fail(timeoutFault(this.#provider, 'did not go on', limit));
    else this.#fail(timeoutFault(this.#provider, 'did not begin to answer', limit));
  }

  #finish(): void {
    this.#body.finish();
    this.#succeed();
  }

  #succeed(): void {
    this.#isOver = true;
    this.#deadline.set(drainMs);
    this.#deadline.unref();
    this.#notify();
  }

  #fail(error: unknown): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#failure = { error };
    if (!this.#request.signal.aborted) this.#body.interrupt();
    this.#deadline.clear();
    this.#inflater?.destroy();
    this.#controller?.abort(error instanceof Error ? error : new Error('Aborted.'));
    this.#notify();
  }

  #attempt(step: () => void): void {
    try {
      step();
    } catch (error) {
      const problem = 'returned an invalid response. Try again or choose another model.';
      this.#fail(error instanceof ModelError ? error : badResponseFault(this.#provider, problem, { cause: error }));
    }
  }
}
