import { StringDecoder } from 'node:string_decoder';

/** The most characters one line, or the data of one event, may have. */
export const maxLineLength = 4 * 1024 * 1024;

const lineEnd = /[\r\n]/g;

/** A line, or the data of one event, is longer than `maxLineLength`. */
export class LineTooLongError extends Error {}

/** Whoever reads the events. */
export interface SseReader {
  /** The data of one event. `isError` when the event is called `error`. */
  data(data: string, isError: boolean): void;
  /** A line that is neither a field nor JSON: a server that broke off and says something else. */
  stray?(line: string): void;
  /**
   * Asked where an event begins: may read whole events by itself, blank line and all.
   * @returns where it stopped.
   */
  skipEvents?(stream: string, start: number): number;
}

/** What servers that are no imitators of OpenAI call the last event of a stream. */
const endName = /^(?:done|end|close|completed?|finish(?:ed)?|stream_?end)$/i;

const endMark = /^\s*"?\[done\]"?\s*$/i;

/** True for the data that ends a stream, `[DONE]`, as the imitators of OpenAI write it. */
export const isEndMark = (data: string): boolean => data.length < 32 && endMark.test(data);

/**
 * Server-sent events from bytes that may be split anywhere: inside a character, a line end or a
 * field. Only `data` is handed on; `id`, `retry` and comments say nothing a model provider's
 * data does not say too.
 *
 * Two things that are no server-sent events are read as well: events with one line end between them instead of two, and
 * lines of JSON without `data:`.
 */
export class SseParser {
  readonly #reader: SseReader;
  readonly #decoder = new StringDecoder('utf8');
  #isStart = true;
  /** The last text ended in CR: a LF at the start of the next one belongs to it. */
  #endedInCr = false;
  #partialLine = '';
  #data: string | undefined;
  /** The data are lines of JSON without `data:`. */
  #isBare = false;
  #isError = false;
  /** The event is called as an end, which it is unless it holds something. */
  #isEnd = false;
  /** Events have been seen that end with their line: what is whole need not wait for the next one. */
  #endsWithLine = false;

  constructor(reader: SseReader) {
    this.#reader = reader;
  }

  /** @throws LineTooLongError, and what the reader throws. */
  push(bytes: Buffer): void {
    this.#read(this.#decoder.write(bytes));
  }

  /** Hands on an event that lacks its blank line: providers forget it after the last one. */
  end(): void {
    this.#read(this.#decoder.end());
    if (this.#partialLine !== '') this.#endLine('');
    this.#dispatch();
  }

  #read(decoded: string): void {
    if (decoded === '') return;
    const text = this.#withoutMark(decoded);
    let start = this.#endedInCr && text.startsWith('\n') ? 1 : 0;
    this.#endedInCr = text.endsWith('\r');
    const hasCr = text.includes('\r');
    for (;;) {
      if (this.#isBetweenEvents) start = this.#reader.skipEvents?.(text, start) ?? start;
      const end = hasCr ? nextLineEnd(text, start) : text.indexOf('\n', start);
      if (end === -1) break;
      this.#endLine(text.slice(start, end));
      start = text[end] === '\r' && text[end + 1] === '\n' ? end + 2 : end + 1;
    }
    if (start < text.length) this.#partialLine = bounded(this.#partialLine + text.slice(start));
  }

  get #isBetweenEvents(): boolean {
    return this.#partialLine === '' && this.#data === undefined && !this.#isError && !this.#isEnd;
  }

  /** The text without the byte order mark that a stream may begin with. */
  #withoutMark(text: string): string {
    if (!this.#isStart) return text;
    this.#isStart = false;
    return text.startsWith('\uFEFF') ? text.slice(1) : text;
  }

  #endLine(rest: string): void {
    const line = this.#partialLine === '' ? rest : bounded(this.#partialLine + rest);
    this.#partialLine = '';
    if (line === '') this.#dispatch();
    else if (line.startsWith('data:')) this.#addData(line.slice(line[5] === ' ' ? 6 : 5));
    else if (line === 'data') this.#addData('');
    else this.#readOther(line);
  }

  #addData(value: string): void {
    // Some servers write the name of the field twice.
    if (value.startsWith('data:')) return this.#addData(value.slice(value[5] === ' ' ? 6 : 5));
    if (this.#data === undefined) this.#data = value;
    else if (beginsEvent(this.#data, value)) {
      this.#endsWithLine = true;
      this.#dispatch();
      this.#data = value;
    } else this.#data = bounded(`${this.#data}\n${value}`);
    if (isEndMark(value) || (this.#endsWithLine && isWholeJson(value))) this.#dispatch();
  }

  #readOther(line: string): void {
    if (line.startsWith(':')) return;
    const [, name, value] = /^(event|id|retry|data)(?: ?: ?(.*))?$/i.exec(line.trim()) ?? [];
    const field = name?.toLowerCase();
    if (field === 'data') this.#addData(value ?? '');
    else if (field === 'event') this.#beginNamed(value ?? '');
    else if (name === undefined) this.#addBare(line);
  }

  #beginNamed(name: string): void {
    if (this.#data !== undefined && isWholeJson(this.#data)) this.#dispatch();
    this.#isError = name.trim() === 'error';
    this.#isEnd = endName.test(name.trim());
  }

  #addBare(line: string): void {
    if (this.#isBare && this.#data !== undefined) this.#data = bounded(`${this.#data}\n${line}`);
    else if (/^\s*[[{]/.test(line)) {
      this.#dispatch();
      this.#data = line;
      this.#isBare = true;
    } else return this.#reader.stray?.(line);
    if (isWholeJson(this.#data)) this.#dispatch();
  }

  #dispatch(): void {
    const data = this.#data;
    const isError = this.#isError;
    const isEnd = this.#isEnd && /^[\s{}]*$/.test(data ?? '');
    this.#isEnd = false;
    this.#data = undefined;
    this.#isBare = false;
    this.#isError = false;
    if (isEnd) this.#reader.data('[DONE]', false);
    else if (data !== undefined && data !== '') this.#reader.data(data, isError);
  }
}

/** No JSON goes on with an object behind one that has ended: the second is an event of its own. */
const beginsEvent = (data: string, next: string): boolean =>
  isEndMark(next) || (/\}\s*$/.test(data) && /^\s*\{/.test(next));

function isWholeJson(text: string): boolean {
  if (!/[}\]]\s*$/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function nextLineEnd(text: string, start: number): number {
  lineEnd.lastIndex = start;
  return lineEnd.exec(text)?.index ?? -1;
}

function bounded(text: string): string {
  if (text.length > maxLineLength) throw new LineTooLongError();
  return text;
}
