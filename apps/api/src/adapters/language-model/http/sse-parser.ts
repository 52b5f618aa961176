import { StringDecoder } from 'node:string_decoder';

/** The most characters one line, or the data of one event, may have. */
export const maxLineLength = 4 * 1024 * 1024;

const lineEnd = /[\r\n]/g;

type SkipEvents = (stream: string, start: number) => number;

/** A line, or the data of one event, is longer than `maxLineLength`. */
export class LineTooLongError extends Error {}

/**
 * Server-sent events from bytes that may be split anywhere: inside a character, a line end or a
 * field. Only `data` is handed on; `event`, `id`, `retry` and comments say nothing a model provider's
 * data does not say too.
 */
export class SseParser {
  readonly #onData: (data: string) => void;
  readonly #skipEvents: SkipEvents;
  readonly #decoder = new StringDecoder('utf8');
  #isStart = true;
  /** The last text ended in CR: a LF at the start of the next one belongs to it. */
  #endedInCr = false;
  #partialLine = '';
  #data: string | undefined;

  /**
   * @param skipEvents is asked where an event begins: it may read whole events by itself, blank line and all, and says
   * where it stopped.
   */
  constructor(onData: (data: string) => void, skipEvents: SkipEvents = (_stream, start) => start) {
    this.#onData = onData;
    this.#skipEvents = skipEvents;
  }

  /** @throws LineTooLongError, and what `onData` throws. */
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
      if (this.#isBetweenEvents) start = this.#skipEvents(text, start);
      const end = hasCr ? nextLineEnd(text, start) : text.indexOf('\n', start);
      if (end === -1) break;
      this.#endLine(text.slice(start, end));
      start = text[end] === '\r' && text[end + 1] === '\n' ? end + 2 : end + 1;
    }
    if (start < text.length) this.#partialLine = bounded(this.#partialLine + text.slice(start));
  }

  get #isBetweenEvents(): boolean {
    return this.#partialLine === '' && this.#data === undefined;
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
  }

  #addData(value: string): void {
    this.#data = this.#data === undefined ? value : bounded(`${this.#data}\n${value}`);
  }

  #dispatch(): void {
    const data = this.#data;
    this.#data = undefined;
    if (data !== undefined && data !== '') this.#onData(data);
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
