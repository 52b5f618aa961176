import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import type { ModelEvent } from '../../../ports/language-model.ts';
import { ModelError } from '../../../ports/language-model.ts';
import { AnswerBody, type AnswerDecoder } from './answer-body.ts';
import { Deadline } from './deadline.ts';
import { EventQueue } from './event-queue.ts';
import type { HttpTransport } from './http-transport.ts';
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
    this.#deadline.set(this.#transport.timeouts.firstTokenMs);
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
    if (this.#body.statusFault !== undefined) this.#deadline.shorten(errorBodyMs);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#isOver) return;
    this.#attempt(() => {
      const hasProgressed = this.#body.push(chunk);
      if (this.#body.isDone) this.#succeed();
      else if (this.#body.isFinished) this.#deadline.set(this.#transport.timeouts.afterFinishMs);
      else if (hasProgressed) this.#deadline.set(this.#transport.timeouts.betweenTokensMs);
    });
    if (this.#isOver) return;
    if (this.#queue.size > maxPendingCharacters) {
      this.#deadline.clear();
      controller.pause();
    }
    this.#notify();
  }

  onResponseEnd(): void {
    if (!this.#isOver)
      this.#attempt(() => {
        this.#body.end();
        this.#succeed();
      });
    this.#deadline.clear();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (!this.#isOver) this.#endEarly(error);
    this.#deadline.clear();
  }

  /** The connection broke; what the model had finished saying is still a whole answer. */
  #endEarly(error: Error): void {
    if (this.#body.isFinished) this.#attempt(() => this.#finish());
    else if (this.#body.statusFault !== undefined) this.#fail(this.#body.statusFault);
    else if (this.#hasAnswered) this.#fail(cutFault(this.#provider, error));
    else this.#fail(connectionFault(this.#provider, error, this.#transport.timeouts.connectMs));
  }

  #onTimeout(): void {
    const { firstTokenMs, betweenTokensMs } = this.#transport.timeouts;
    if (this.#isOver) this.#controller?.abort(new Error('The connection was not closed after the answer.'));
    else if (this.#body.isFinished) this.#attempt(() => this.#finish());
    else if (this.#body.statusFault !== undefined) this.#fail(this.#body.statusFault);
    else if (this.#body.hasBegun) this.#fail(timeoutFault(this.#provider, 'did not go on', betweenTokensMs));
    else this.#fail(timeoutFault(this.#provider, 'did not begin to answer', firstTokenMs));
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
    this.#deadline.clear();
    this.#controller?.abort(error instanceof Error ? error : new Error('Aborted.'));
    this.#notify();
  }

  #attempt(step: () => void): void {
    try {
      step();
    } catch (error) {
      const problem = 'sent something that cannot be read. Try again or choose another model.';
      this.#fail(error instanceof ModelError ? error : badResponseFault(this.#provider, problem, { cause: error }));
    }
  }
}
