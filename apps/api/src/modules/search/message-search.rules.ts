import { isUnspaced, otherFormsOf, waysToWrite, tokenize } from '../../text-search/terms.ts';

const SNIPPET_LENGTH = 200;
const MAX_HIGHLIGHTS = 50;
/** Characters that are looked through for the words; in what is longer, only the beginning is shown. */
const MAX_READ = 200_000;

/** A stretch of a text, in UTF-16 units. */
export interface Range {
  start: number;
  end: number;
}

export interface Snippet {
  text: string;
  highlights: Range[];
}

/** The stretch of a Markdown text around the first word that was found, as plain text on one line. */
export function snippetOf(text: string, typed: string): Snippet {
  const line = plainLine(text.slice(0, MAX_READ));
  const found = foundIn(line, typed);
  const first = found[0]?.start ?? 0;
  const start = wordBorder(line, Math.max(0, first - SNIPPET_LENGTH / 4), first);
  const end = Math.min(line.length, start + SNIPPET_LENGTH);
  const shift = (start > 0 ? 1 : 0) - start;
  return {
    text: `${start > 0 ? '…' : ''}${line.slice(start, end).toWellFormed()}${end < line.length ? '…' : ''}`,
    highlights: found
      .filter((range) => range.end <= end)
      .map((range) => ({ start: range.start + shift, end: range.end + shift })),
  };
}

/** The first beginning of a word from `from` on, if there is one before `to`. */
function wordBorder(line: string, from: number, to: number): number {
  if (from === 0) return 0;
  const space = line.indexOf(' ', from);
  return space >= 0 && space < to ? space + 1 : from;
}

/** Markdown without its signs, on one line. */
export function plainLine(markdown: string): string {
  return markdown
    .replace(/^[ \t]*(?:`{3,}|~{3,})[^\n]*$/gm, '')
    .replace(/^[ \t|:-]*-[ \t|:-]*$/gm, '')
    .replace(/^[ \t]*(?:#{1,6}|>|[-*+]|\d{1,9}[.)])[ \t]+/gm, '')
    .replace(/!?\[([^\][]*)\]\([^()\s]*(?:\s+"[^"]*")?\)/g, '$1')
    .replace(/(\*{1,3}|_{2,3}|~~|`+)(?=\S)([^\n]*?\S)\1/g, '$2')
    .replace(/^[ \t]*\||\|[ \t]*$/gm, '')
    .replace(/\s+\|\s+/g, ' · ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** Words, and what is written as one: `e-mail`, `index.ts`, `C++`. */
const compound =
  /\.?[\p{L}\p{N}\p{M}\p{Cf}]+(?:[-_.,'’][\p{L}\p{N}\p{M}\p{Cf}]+)*(?:\+\+|#)?|\p{RI}{2}|\p{Extended_Pictographic}/gu;
const simple = /[\p{L}\p{N}\p{M}\p{Cf}]+/gu;

/** Where a text has the words that were typed, or longer ones that begin with them, in any of their forms. */
export function foundIn(text: string, typed: string): Range[] {
  const sought = [...new Set((typed.match(/[^\s"“”„«»]+/g) ?? []).flatMap((chunk) => waysToWrite(chunk).flat()))];
  if (sought.length === 0) return [];
  const isSought = (word: string) => sought.some((each) => (isUnspaced(each) ? word === each : word.startsWith(each)));
  const found: Range[] = [];
  for (const { 0: written, index } of text.matchAll(compound)) {
    if (found.length >= MAX_HIGHLIGHTS) break;
    const words = tokenize(written);
    if (words.some(isUnspaced)) found.push(...foundLetters(written, index, sought));
    else if ((words.length > 0 && words.every(isSought)) || otherFormsOf(written).some((form) => sought.includes(form)))
      found.push({ start: index, end: index + written.length });
    else
      for (const { 0: part, index: at } of written.matchAll(simple))
        if (tokenize(part).some(isSought)) found.push({ start: index + at, end: index + at + part.length });
  }
  return found;
}

/** The letters of a script without spaces that make up sought pairs. */
function foundLetters(written: string, index: number, sought: readonly string[]): Range[] {
  const found: Range[] = [];
  let at = index;
  let previous = '';
  for (const each of written) {
    const start = at - previous.length;
    const pair = tokenize(previous + each);
    const isFound = sought.some((word) => pair.includes(word) || tokenize(each).includes(word));
    at += each.length;
    previous = each;
    if (!isFound) continue;
    const last = found.at(-1);
    if (last && last.end >= start) last.end = at;
    else
      found.push({ start: sought.some((word) => tokenize(each).includes(word)) ? at - each.length : start, end: at });
  }
  return found;
}
