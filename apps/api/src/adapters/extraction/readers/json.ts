import { ParleyError } from '../../../kernel/errors.ts';
import { isRewritten, quoteNumbers } from '../../../kernel/exact-numbers.ts';
import { type Block, MAX_BLOCK_LENGTH } from '../../../ports/document-extractor.ts';
import type { Progress } from '../reader.ts';
import { decode } from './text.ts';

/** Deepest nesting that is read. */
const MAX_DEPTH = 200;
/** What fits into this many characters stays together as one record. */
const RECORD_LENGTH = 1_200;

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** JSON as records, each with its path: the largest values that still fit into one. */
export function* readJson(bytes: Buffer): Iterable<Block | Progress> {
  const text = decode(bytes);
  checkDepth(text);
  yield* records(parse(text), '$', [0, 1]);
}

/** Numbers that would be read as others become texts: ids, account numbers and amounts are found as they are written. */
function parse(text: string): Json {
  try {
    return JSON.parse(quoteNumbers(text, isRewritten)) as Json;
  } catch {
    throw new ParleyError('FILE_CORRUPT', `The file is not valid JSON${placeOf(faultOf(text), text)}.`);
  }
}

/** What is wrong with the text as it was sent. */
function faultOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    return error;
  }
}

/** " at line 3, column 7", from the offset the engine names. */
function placeOf(error: unknown, text: string): string {
  const message = error instanceof Error ? error.message : '';
  const position = /at position (\d+)/.exec(message)?.[1];
  const offset = position ? Number(position) : /end of JSON input|Unterminated/.test(message) ? text.length : undefined;
  if (offset === undefined) return '';
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return ` at line ${line}, column ${offset - before.lastIndexOf('\n')}`;
}

/** Nesting is counted before parsing: a hundred thousand levels would end the parser or whoever walks the result. */
function checkDepth(text: string): void {
  let depth = 0;
  let isInString = false;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (isInString) {
      if (code === 0x5c) index++;
      else if (code === 0x22) isInString = false;
    } else if (code === 0x22) isInString = true;
    else if (code === 0x5b || code === 0x7b) {
      if (++depth > MAX_DEPTH)
        throw new ParleyError('FILE_TOO_COMPLEX', `The JSON is nested more than ${MAX_DEPTH} levels deep.`);
    } else if (code === 0x5d || code === 0x7d) depth--;
  }
}

function* records(value: Json, path: string, [from, to]: [number, number]): Iterable<Block | Progress> {
  const text = asText(value, RECORD_LENGTH);
  if (text !== null || typeof value !== 'object' || value === null) {
    yield* pieces(text ?? (typeof value === 'string' ? value : JSON.stringify(value)), path);
    return;
  }
  const children = Array.isArray(value)
    ? value.map((child, index): [string, Json] => [`${path}[${index}]`, child])
    : Object.entries(value).map(([key, child]): [string, Json] => [`${path}${keyStep(key)}`, child]);
  const share = (to - from) / children.length;
  for (const [index, [childPath, child]] of children.entries()) {
    const start = from + index * share;
    yield* records(child, childPath, [start, start + share]);
    if (index % 500 === 0) yield { progress: start };
  }
}

function* pieces(text: string, path: string): Iterable<Block> {
  for (let at = 0; at < text.length; at += MAX_BLOCK_LENGTH) {
    yield { kind: 'record', text: text.slice(at, at + MAX_BLOCK_LENGTH).toWellFormed(), path: path.slice(0, 500) };
  }
}

const keyStep = (key: string): string =>
  /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;

/** A value as lines of "key: value", or null when that is longer than `limit`. */
function asText(value: Json, limit: number): string | null {
  const lines: string[] = [];
  let length = 0;
  function add(each: Json, name: string): boolean {
    if (typeof each === 'object' && each !== null) {
      const isList = Array.isArray(each);
      for (const [key, child] of Object.entries(each)) {
        const childName = isList ? name : name === '' ? key : `${name}.${key}`;
        if (!add(child, childName)) return false;
      }
      return true;
    }
    const line = name === '' ? String(each) : `${name}: ${each}`;
    length += line.length + 1;
    lines.push(line);
    return length <= limit;
  }
  return add(value, '') ? lines.join('\n') : null;
}
