import type { IncomingHttpHeaders } from 'node:http';
import type { ModelError } from '../../../ports/language-model.ts';
import type { EventSink } from './event-queue.ts';
import { failureOfErrorEvent } from './failure-in-stream.ts';
import { parseJson } from './json.ts';
import { badResponseFault, cutFault, reportedFault, statusFault, type ProviderIdentity } from './provider-faults.ts';
import { retryAfterMs } from './retry-after.ts';
import { safeDetail } from './safe-detail.ts';
import { LineTooLongError, maxLineLength, SseParser } from './sse-parser.ts';

const maxErrorBytes = 64 * 1024;
const openBrace = 0x7b;
const openBracket = 0x5b;
const lessThan = 0x3c;
const newline = 0x0a;
const maxStray = 2_000;

/** A provider's dialect: what its JSON means. One decoder serves one answer. */
export interface AnswerDecoder {
  /**
   * `open` until the model has said why it stops, then `finished`: usage may still follow. `ending` when it said so along
   * with text, as some servers do with every token. `done` when nothing more will come.
   */
  readonly progress: 'open' | 'ending' | 'finished' | 'done';
  /** True when the answer is complete if its connection ends in good order now. */
  readonly mayEnd: boolean;
  /** True when something came, and none of it was in this dialect. */
  readonly isForeign?: boolean;
  /**
   * The data of one event of a stream.
   * @returns true when the model got further: a token of any kind, but not a sign of life.
   * @throws ModelError for a reported failure, SyntaxError for what is not JSON.
   */
  data(data: string, out: EventSink): boolean;
  /**
   * Reads as many whole events as it can without looking at each, from `start` on, where one begins.
   * @returns where it stopped; beyond `start` the model got further.
   */
  events?(stream: string, start: number, out: EventSink): number;
  /**
   * A whole answer from a provider that does not stream.
   * @throws ModelError for a reported failure.
   */
  whole(answer: unknown, out: EventSink): void;
  /** Puts what was kept back: the answer is broken off. */
  interrupt?(out: EventSink): void;
  /**
   * Puts what is only known at the end: tool calls and the `finish` event.
   * @throws ModelError for an answer that says nothing.
   */
  finish(out: EventSink): void;
}

/** The body of one answer: an event stream, one JSON document, or the explanation of a failure. */
export class AnswerBody {
  readonly #provider: ProviderIdentity;
  readonly #decoder: AnswerDecoder;
  readonly #out: EventSink;
  readonly #parser: SseParser;
  #kind: 'unknown' | 'events' | 'whole' | 'failure' = 'unknown';
  #status = 0;
  #retryAfterMs: number | undefined;
  #collected: Buffer[] = [];
  #collectedBytes = 0;
  #hasProgressed = false;
  #hasBegun = false;
  #isDone = false;
  #hasData = false;
  #hasLineEnd = false;
  #isOneDocument = false;
  /** What came instead of events. */
  #stray = '';

  constructor(provider: ProviderIdentity, decoder: AnswerDecoder, out: EventSink) {
    this.#provider = provider;
    this.#decoder = decoder;
    this.#out = out;
    this.#parser = new SseParser({
      data: (data, isError) => this.#readData(data, isError),
      skipEvents: (stream, start) => this.#readEvents(stream, start),
      stray: (line) => this.#readStray(line),
    });
  }

  /** True after the first token. */
  get hasBegun(): boolean {
    return this.#hasBegun;
  }

  /** True when the model has said why it stops, so that a broken connection loses nothing but usage. */
  get isFinished(): boolean {
    return this.#decoder.progress !== 'open';
  }

  /** True when nothing but usage can follow. */
  get isClosing(): boolean {
    return this.#decoder.progress === 'finished';
  }

  /** True for an answer that may still come: neither the explanation of a failure nor anything else. */
  get isAnswer(): boolean {
    return this.#kind !== 'failure';
  }

  /** True when the `finish` event is out. */
  get isDone(): boolean {
    return this.#isDone;
  }

  /** The failure that the status stands for, explained by as much of the body as has come. */
  get statusFault(): ModelError | undefined {
    if (this.#kind !== 'failure') return undefined;
    return statusFault(this.#provider, this.#status, this.#collectedText(), this.#retryAfterMs);
  }

  /** @throws ModelError when the headers alone show that no answer follows. */
  start(status: number, headers: IncomingHttpHeaders): void {
    // An interim answer; the real one follows.
    if (status < 200) return;
    if (status > 299) {
      this.#kind = 'failure';
      this.#status = status;
      this.#retryAfterMs = retryAfterMs(headers);
    }
  }

  /**
   * @returns true when the model got further.
   * @throws ModelError
   */
  push(chunk: Buffer): boolean {
    if (this.#kind === 'unknown') this.#recognise(chunk);
    let bytes = chunk;
    if (this.#kind === 'whole' || this.#kind === 'failure') {
      this.#collect(chunk);
      if (this.#kind === 'failure' || !this.#isLines(chunk)) return false;
      this.#kind = 'events';
      bytes = Buffer.concat(this.#collected);
      this.#collected = [];
    }
    if (this.#kind === 'unknown') return false;
    this.#hasProgressed = false;
    this.#guard(() => this.#parser.push(bytes));
    if (this.#decoder.progress === 'done') this.finish();
    this.#hasBegun ||= this.#hasProgressed;
    return this.#hasProgressed;
  }

  /**
   * The connection ended in good order.
   * @throws ModelError when the answer is not complete.
   */
  end(): void {
    const fault = this.statusFault;
    if (fault !== undefined) throw fault;
    if (this.#kind === 'whole') this.#guard(() => this.#decoder.whole(parseJson(this.#collectedText()), this.#out));
    // Behind a finished answer, a torn last event does not matter.
    else if (!this.#decoder.mayEnd) this.#guard(() => this.#parser.end());
    if (!this.isFinished && !this.#decoder.mayEnd) throw this.#endFault();
    this.finish();
  }

  /** Puts the last events: the answer is as complete as it will be. */
  finish(): void {
    if (this.#isDone) return;
    this.#isDone = true;
    this.#decoder.finish(this.#out);
  }

  /** Hands on what the decoder kept back: nothing more will come. */
  interrupt(): void {
    if (!this.#isDone) this.#decoder.interrupt?.(this.#out);
  }

  /** True when a document turns out to be JSON line by line: its first line is whole, and more follows. */
  #isLines(chunk: Buffer): boolean {
    if (this.#isOneDocument || !(this.#hasLineEnd ||= chunk.includes(newline))) return false;
    const text = this.#collectedText().trimStart();
    const end = text.indexOf('\n');
    if (text.slice(end).trim() === '') return false;
    this.#isOneDocument = !isJson(text.slice(0, end));
    return !this.#isOneDocument;
  }

  /** Content types lie, first characters do not. */
  #recognise(chunk: Buffer): void {
    const first = chunk.find((byte) => byte > 0x20);
    if (first === undefined) return;
    if (first === lessThan) throw this.#webPageFault();
    this.#kind = first === openBrace || first === openBracket ? 'whole' : 'events';
  }

  #readData(data: string, isError: boolean): void {
    if (this.#decoder.progress === 'done') return;
    if (isError) throw reportedFault(this.#provider, failureOfErrorEvent(data));
    try {
      if (this.#decoder.data(data, this.#out)) this.#hasProgressed = true;
      this.#hasData = true;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      this.#readNoJson(data, error);
    }
  }

  /** A failure in plain words, or as Python prints one; a sign of life; or JSON that is torn. */
  #readNoJson(data: string, error: SyntaxError): void {
    const isObject = /^\s*[[{]/.test(data);
    const isFailure = isObject ? /^\s*\{\s*['"]?(?:error|detail|message)\b/i : /\berror\b|exception|traceback/i;
    if (isFailure.test(data)) throw reportedFault(this.#provider, data);
    // Something is in it that may be a part of the answer.
    if (/[[{]/.test(data)) throw error;
    this.#readStray(data);
  }

  /** A proxy that breaks in, or a server that says in plain words what is wrong. */
  #readStray(line: string): void {
    if (this.#decoder.progress !== 'open') return;
    if (/^\s*<(?:!doctype|html|head|body|\?xml)/i.test(line)) throw this.#webPageFault();
    const reported = /^\s*error:\s*(.+)/is.exec(line)?.[1];
    if (reported !== undefined) throw reportedFault(this.#provider, failureOfErrorEvent(reported));
    if (this.#stray.length < maxStray) this.#stray += `${line}\n`;
  }

  /** What came ended in good order, and is not whole. */
  #endFault(): ModelError {
    const isForeign = this.#decoder.isForeign === true;
    if ((this.#hasData || this.#stray.trim() === '') && !isForeign) return cutFault(this.#provider);
    // Noise is not worth repeating.
    const says = this.#stray.includes('\ufffd') ? undefined : safeDetail(this.#stray, this.#provider.apiKey);
    const problem = `answered with something else than a model's answer. Check ${this.#provider.urlSetting}.`;
    return badResponseFault(this.#provider, says === undefined ? problem : `${problem} It says: ${says}`);
  }

  #readEvents(stream: string, start: number): number {
    if (this.#decoder.progress === 'done') return start;
    const end = this.#decoder.events?.(stream, start, this.#out) ?? start;
    if (end > start) this.#hasProgressed = true;
    return end;
  }

  #collect(chunk: Buffer): void {
    this.#collected.push(chunk);
    this.#collectedBytes += chunk.length;
    const limit = this.#kind === 'failure' ? maxErrorBytes : maxLineLength;
    if (this.#collectedBytes > limit) throw this.statusFault ?? this.#tooLongFault();
  }

  #collectedText(): string {
    return Buffer.concat(this.#collected).toString('utf8');
  }

  #guard(step: () => void): void {
    try {
      step();
    } catch (error) {
      if (error instanceof LineTooLongError) throw this.#tooLongFault();
      if (!(error instanceof SyntaxError)) throw error;
      throw badResponseFault(this.#provider, 'returned invalid JSON. Try again or choose another model.', {
        cause: error,
      });
    }
  }

  #tooLongFault(): ModelError {
    const limit = maxLineLength / 1024 / 1024;
    return badResponseFault(this.#provider, `sent more than ${limit} MiB in one piece. Choose another model.`);
  }

  #webPageFault(): ModelError {
    return badResponseFault(
      this.#provider,
      `returned a web page instead of an answer. Check ${this.#provider.urlSetting}.`,
    );
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
