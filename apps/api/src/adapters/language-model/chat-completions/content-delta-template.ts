import { isRecord, parseJson } from '../http/json.ts';

const contentKey = '"content":"';
const probe = 'probe';

/** After so many chunks in a row that fit no template (their ids or padding change), learning stops. */
const maxMisses = 16;

/**
 * Reads the chunks of a stream that differ only in their text without parsing them as JSON.
 *
 * Most providers send the same characters around every token. From a chunk that was parsed, the
 * characters before and after its text are kept; a later chunk with the same ones, and a valid JSON
 * string between them, means the same but for the text. What does not fit is left to JSON.parse.
 */
export class ContentDeltaTemplate {
  #before = '';
  #after = '';
  /** The same as whole server-sent events: what begins one, what ends one, and what stands between two texts. */
  #eventStart = '';
  #eventEnd = '';
  #joint = '';
  #misses = 0;

  /** The text of a chunk that fits, else undefined. */
  match(data: string): string | undefined {
    if (this.#after === '') return undefined;
    const end = data.length - this.#after.length;
    const start = this.#before.length;
    // Comparing slices takes a quarter of the time of startsWith and endsWith.
    if (end < start || data.slice(0, start) !== this.#before || data.slice(end) !== this.#after) return undefined;
    const text = decodeJsonString(data.slice(start, end));
    if (text !== undefined) this.#misses = 0;
    return text;
  }

  /**
   * The text of all events in a row that fit, in a stream from `start` on, where one begins.
   * @returns undefined when not even the first fits, or when what fits says nothing; `end` is where the next one begins.
   */
  matchEvents(stream: string, start: number): { text: string; end: number } | undefined {
    if (this.#joint === '') return undefined;
    const found = this.#scan(stream, start, (raw) => raw);
    const matched = needsDecoding.test(found.text) ? this.#scan(stream, start, decodeJsonString) : found;
    if (matched.text === '') return undefined;
    this.#misses = 0;
    return matched;
  }

  #scan(stream: string, start: number, decode: (raw: string) => string | undefined): { text: string; end: number } {
    let text = '';
    let end = start;
    let at = start + this.#eventStart.length;
    let isNext = stream.slice(start, at) === this.#eventStart;
    while (isNext) {
      const quote = endOfJsonString(stream, at);
      if (quote === -1) break;
      isNext = stream.slice(quote, quote + this.#joint.length) === this.#joint;
      if (!isNext && stream.slice(quote, quote + this.#eventEnd.length) !== this.#eventEnd) break;
      const decoded = decode(stream.slice(at, quote));
      if (decoded === undefined) break;
      text += decoded;
      end = quote + this.#eventEnd.length;
      at = quote + this.#joint.length;
    }
    return { text, end };
  }

  /** Keeps the characters around the text of a chunk that holds nothing else. */
  learn(data: string): void {
    if (this.#misses >= maxMisses) return;
    this.#misses += 1;
    const start = data.indexOf(contentKey) + contentKey.length;
    const end = endOfJsonString(data, start);
    if (start < contentKey.length || end === -1) return;
    const before = data.slice(0, start);
    const after = data.slice(end);
    if (contentIn(parseJson(before + probe + after)) !== probe) return;
    // Copies: slices would keep the whole network read alive.
    this.#before = Buffer.from(before).toString();
    this.#after = Buffer.from(after).toString();
    this.#eventStart = Buffer.from(`data: ${before}`).toString();
    this.#eventEnd = Buffer.from(`${after}\n\n`).toString();
    this.#joint = Buffer.from(this.#eventEnd + this.#eventStart).toString();
  }
}

/** The text in the `delta.content` of the only choice, which the characters around a text must lead to. */
function contentIn(chunk: unknown): unknown {
  const choices = isRecord(chunk) ? chunk['choices'] : undefined;
  const choice: unknown = Array.isArray(choices) && choices.length === 1 ? choices[0] : undefined;
  const delta = isRecord(choice) ? choice['delta'] : undefined;
  return isRecord(delta) ? delta['content'] : undefined;
}

/** The index of the quote that ends the JSON string whose characters begin at `start`, or -1. */
function endOfJsonString(text: string, start: number): number {
  let quote = text.indexOf('"', start);
  while (quote > start && isEscaped(text, start, quote)) quote = text.indexOf('"', quote + 1);
  return quote;
}

/** Is there an odd number of backslashes before the character at `index`? */
function isEscaped(text: string, start: number, index: number): boolean {
  let first = index;
  while (first > start && text[first - 1] === '\\') first--;
  return (index - first) % 2 === 1;
}

/** The value of the characters between the quotes of a JSON string; undefined when they are not ones. */
function decodeJsonString(raw: string): string | undefined {
  if (!needsDecoding.test(raw)) return raw;
  try {
    const value: unknown = JSON.parse(`"${raw}"`);
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Quotes, backslashes and control characters: all that is not itself in a JSON string. */
const needsDecoding = /["\\\p{Cc}]/u;
