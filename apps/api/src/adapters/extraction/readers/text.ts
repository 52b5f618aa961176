import { decodeText, detectEncoding } from '../../../kernel/text-encoding.ts';
import { ParleyError } from '../../../kernel/errors.ts';
import { type Block, MAX_BLOCK_LENGTH } from '../../../ports/document-extractor.ts';
import type { Progress } from '../reader.ts';

/** Paragraphs of plain text or Markdown, with their lines. */
export function* readText(bytes: Buffer): Iterable<Block | Progress> {
  yield* paragraphs(decode(bytes));
}

/** @throws ParleyError FILE_CORRUPT when the bytes are no text after all. */
export function decode(bytes: Buffer): string {
  const encoding = detectEncoding(bytes, true);
  if (!encoding)
    throw new ParleyError('FILE_CORRUPT', 'The file is not text in a supported encoding (UTF-8, UTF-16, Latin-1).');
  return decodeText(bytes, encoding);
}

/** Cuts text at empty lines, and where a paragraph is very long, at a line end, a space, or anywhere. */
export function* paragraphs(text: string): Iterable<Block | Progress> {
  let line = 1;
  let start = 0;
  let startLine = 1;
  for (let at = 0; at < text.length; at = nextLine(text, at), line++) {
    if (isBlank(text, at)) {
      yield* block(text, start, at, startLine, line - 1);
      start = nextLine(text, at);
      startLine = line + 1;
    } else if (nextLine(text, at) - start > MAX_BLOCK_LENGTH) {
      yield* block(text, start, at, startLine, line - 1);
      start = at;
      startLine = line;
    }
    if (line % 1_000 === 0) yield { progress: at / text.length };
  }
  yield* block(text, start, text.length, startLine, line - 1);
}

function* block(text: string, start: number, end: number, line: number, endLine: number): Iterable<Block | Progress> {
  for (let at = start; at < end;) {
    const to = cut(text, at, end);
    const piece = text.slice(at, to).trim();
    if (piece !== '') yield { kind: 'paragraph', text: piece, line, endLine: Math.max(line, endLine) };
    at = to;
    if (end - start > MAX_BLOCK_LENGTH) yield { progress: at / text.length };
  }
}

function cut(text: string, start: number, end: number): number {
  const limit = start + MAX_BLOCK_LENGTH;
  if (end <= limit) return end;
  // Only the second half is looked at: looking back through everything would take hours in a line without end.
  const middle = start + MAX_BLOCK_LENGTH / 2;
  const half = text.slice(middle, limit);
  const space = Math.max(half.lastIndexOf(' '), half.lastIndexOf('\n'));
  if (space > 0) return middle + space;
  const isPair = (text.charCodeAt(limit - 1) & 0xfc00) === 0xd800;
  return isPair ? limit - 1 : limit;
}

function nextLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end + 1;
}

function isBlank(text: string, at: number): boolean {
  for (let index = at; index < text.length; index++) {
    const character = text[index];
    if (character === '\n') return true;
    if (character !== ' ' && character !== '\t' && character !== '\r') return false;
  }
  return true;
}
