/** What is wrong: a key of the texts, as a worker knows no language. */
export type FaultCode =
  | 'openString'
  | 'badEscape'
  | 'unclosedString'
  | 'endOfText'
  | 'singleQuotes'
  | 'missingValue'
  | 'expectedValue'
  | 'expectedName'
  | 'missingColon'
  | 'missingClosing'
  | 'missingComma'
  | 'trailingText';

/** Where a text stops being JSON, and what is wrong there. */
export interface JsonError {
  code: FaultCode;
  /** The character it is about, or ''. */
  token: string;
  /** From 1, as editors count. */
  line: number;
  column: number;
  /** The text around it, on one line, and where in it the fault is. */
  excerpt: string;
  excerptOffset: number;
}

const space = new Set([' ', '\t', '\n', '\r']);
const numberForm = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const words = ['true', 'false', 'null'];
const excerptLength = 60;

class Stop extends Error {
  readonly index: number;
  readonly code: FaultCode;
  readonly token: string;

  constructor(index: number, code: FaultCode, token = '') {
    super(code);
    this.index = index;
    this.code = code;
    this.token = token;
  }
}

function skipSpace(text: string, from: number): number {
  let index = from;
  while (space.has(text[index]!)) index += 1;
  return index;
}

function match(form: RegExp, text: string, at: number): number {
  form.lastIndex = at;
  return form.test(text) ? form.lastIndex : -1;
}

/** The end of a string; the fault is told as narrowly as it can be. */
function stringEnd(text: string, at: number): number {
  for (let index = at + 1; index < text.length; index++) {
    const character = text[index]!;
    if (character === '"') return index + 1;
    if (character < ' ') throw new Stop(index, 'openString');
    if (character !== '\\') continue;
    const escaped = /^(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/.exec(text.slice(index + 1, index + 6));
    if (!escaped) throw new Stop(index, 'badEscape');
    index += escaped[0].length;
  }
  throw new Stop(at, 'unclosedString');
}

/** The end of a value that holds no others. */
function scalarEnd(text: string, at: number): number {
  const character = text[at];
  if (character === undefined) throw new Stop(at, 'endOfText');
  if (character === '"') return stringEnd(text, at);
  const end = match(numberForm, text, at);
  if (end > at) return end;
  const word = words.find((candidate) => text.startsWith(candidate, at));
  if (word) return at + word.length;
  if (character === "'") throw new Stop(at, 'singleQuotes');
  if (character === ',' || character === ']' || character === '}') throw new Stop(at, 'missingValue', character);
  throw new Stop(at, 'expectedValue');
}

function keyEnd(text: string, at: number): number {
  if (text[at] === '}') throw new Stop(at, 'missingValue', '}');
  if (text[at] !== '"') throw new Stop(at, 'expectedName');
  const colon = skipSpace(text, stringEnd(text, at));
  if (text[colon] !== ':') throw new Stop(colon, 'missingColon');
  return skipSpace(text, colon + 1);
}

/** Reads on until something is wrong. Without recursion: what people paste may be nested without end. */
function scan(text: string): void {
  const closing: string[] = [];
  let index = skipSpace(text, text.startsWith('\uFEFF') ? 1 : 0);
  for (;;) {
    const character = text[index];
    if (character === '[' || character === '{') {
      const close = character === '[' ? ']' : '}';
      index = skipSpace(text, index + 1);
      if (text[index] !== close) {
        closing.push(close);
        if (close === '}') index = keyEnd(text, index);
        continue;
      }
      index += 1;
    } else index = scalarEnd(text, index);

    for (index = skipSpace(text, index); closing.length > 0 && text[index] === closing.at(-1);) {
      closing.pop();
      index = skipSpace(text, index + 1);
    }
    if (closing.length === 0) break;
    if (text[index] === undefined) throw new Stop(index, 'missingClosing', closing.at(-1));
    if (text[index] !== ',') throw new Stop(index, 'missingComma', closing.at(-1));
    index = skipSpace(text, index + 1);
    if (closing.at(-1) === '}') index = keyEnd(text, index);
  }
  if (index < text.length) throw new Stop(index, 'trailingText');
}

function describe(text: string, { index, code, token }: Stop): JsonError {
  const before = text.slice(0, index);
  const lineStart = before.lastIndexOf('\n') + 1;
  const lineEnd = text.indexOf('\n', index);
  const start = Math.max(lineStart, index - excerptLength);
  const end = Math.min(lineEnd === -1 ? text.length : lineEnd, index + excerptLength);
  return {
    code,
    token,
    line: before.split('\n').length,
    column: index - lineStart + 1,
    excerpt: text.slice(start, end).trimEnd(),
    excerptOffset: index - start,
  };
}

/** The first place where a text is no JSON; null when it is. */
export function findJsonError(text: string): JsonError | null {
  try {
    scan(text);
    return null;
  } catch (error) {
    if (error instanceof Stop) return describe(text, error);
    throw error;
  }
}
