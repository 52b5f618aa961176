import { endOf, withoutContainers } from './open-construct.ts';
import { environmentOf } from './syntax/display-math.ts';
import { formulaAt } from './syntax/math.ts';
import { plainTags } from './syntax/plain-tags.ts';

/** How much text may wait for its closing bracket before it is shown as it is. */
const longestLink = 2_000;
const longestFormula = 400;
/** A paragraph longer than this, or with more brackets, is shown as it is until it is complete. */
const longestSegment = 20_000;
const mostBrackets = 200;
const longestMarkRun = 64;
const trailingMarks = /(?:[*_~`$\\[<]|(?<=^|\s)!|!\[|&[#\w]{0,30})+$/;

interface Scan {
  /** What has to be written to close the emphasis and code that is open, innermost first. */
  closers: string[];
  /** Where the text has to be cut, because what begins there is not complete; -1 for nowhere. */
  cut: number;
}

function isBlockStart(line: string): boolean {
  const content = withoutContainers(line);
  return content === '' || content !== line.trimStart() || /^(?:#{1,6}\s|\||```|~~~)/.test(content);
}

/** Offset at which the last paragraph, item, heading or cell begins: emphasis does not reach over it. */
function segmentStart(text: string): number {
  let end = text.length;
  let start = text.lastIndexOf('\n') + 1;
  while (start > 0 && !isBlockStart(text.slice(start, end))) {
    const previous = text.lastIndexOf('\n', start - 2) + 1;
    if (text.slice(previous, start).trim() === '') break;
    end = start - 1;
    start = previous;
  }
  const line = text.slice(start);
  const content = withoutContainers(line);
  const offset = start + line.length - content.length;
  return content.startsWith('|') ? Math.max(offset, text.lastIndexOf('|') + 1) : offset;
}

/** Where the link or image whose bracket opens at `start` ends; -1 when it is not complete, `start` when it is none. */
function linkEnd(text: string, start: number): number {
  let depth = 0;
  let index = start;
  for (; index < text.length; index++) {
    if (text[index] === '\\') index += 1;
    else if (text[index] === '[') depth += 1;
    else if (text[index] === ']' && --depth === 0) break;
  }
  const isPending = text.length - start <= longestLink;
  if (index >= text.length - 1) return isPending ? -1 : start;
  const close = text[index + 1] === '(' ? ')' : text[index + 1] === '[' ? ']' : null;
  if (close === null) return start;
  let parens = 0;
  for (let end = index + 1; end < text.length; end++) {
    if (text[end] === '\\') end += 1;
    else if (text[end] === text[index + 1]) parens += 1;
    else if (text[end] === close && --parens === 0) return end + 1;
  }
  return isPending ? -1 : start;
}

function isPendingFormula(text: string, start: number): boolean {
  const rest = text.slice(start);
  if (rest.length > longestFormula || rest.includes('\n\n')) return false;
  if (!rest.startsWith('$') || rest.startsWith('$$')) return true;
  if (/[\w$\\]/.test(text[start - 1] ?? '') || !/^\$\S/.test(rest)) return false;
  return /^\$\d/.test(rest) ? /[\\^_{}=]/.test(rest) : true;
}

/** The beginning of `\\begin{align}`, or an environment that is not closed yet. */
function isPendingEnvironment(rest: string): boolean {
  if (/^\\(?:b(?:e(?:g(?:i(?:n(?:\{[a-z]{0,9}\*?)?)?)?)?)?)?$/.test(rest)) return true;
  return rest.length <= longestLink && environmentOf(rest) !== null && !rest.includes('\n\n');
}

const knownTags = ['br', 'br/', 'br /', 'details', 'summary', ...plainTags]
  .flatMap((tag) => [`<${tag}>`, `</${tag}>`])
  // Addresses between angle brackets.
  .concat('<https:', '<http:', '<mailto:');

/** What to do with a `<` that begins a tag which is shown as an element: hide what is typed so far, or close it. */
function openTag(text: string, start: number): { isPartial: boolean; close: string | null } {
  const rest = text.slice(start, start + 16).toLowerCase();
  const isAtEnd = text.length - start <= 10;
  if (isAtEnd && knownTags.some((tag) => tag.length > rest.length && tag.startsWith(rest)))
    return { isPartial: true, close: null };
  const tag = plainTags.find((name) => rest.startsWith(`<${name}>`));
  const close = tag === undefined ? null : `</${tag}>`;
  const isOpen =
    close !== null &&
    !text
      .slice(start, start + longestLink)
      .toLowerCase()
      .includes(close);
  return { isPartial: false, close: isOpen ? close : null };
}

/** `H~2` and `m^2` whose closing mark is not there yet. */
const pendingRaised = /^(?:~[A-Za-z0-9+\-−]{0,6}|\^[A-Za-z0-9+\-−]{0,6})$/;

function runLength(text: string, start: number): number {
  let end = start;
  while (text[end] === text[start]) end += 1;
  return end - start;
}

/** Pairs a run of `*`, `_` or `~~` with what is open. */
function pairEmphasis(text: string, start: number, length: number, open: string[]): void {
  const mark = text[start]!;
  const before = text[start - 1] ?? ' ';
  const after = text[start + length] ?? ' ';
  const isInWord = mark === '_' && /\w/.test(before) && /\w/.test(after);
  let rest = mark === '~' && length !== 2 ? 0 : length;
  while (rest > 0 && /\S/.test(before) && !isInWord) {
    const top = open.findLastIndex((closer) => closer[0] === mark && closer.length <= rest);
    if (top === -1) break;
    rest -= open[top]!.length;
    open.splice(top);
  }
  if (/\s/.test(after) || isInWord || (mark === '_' && /\w/.test(before))) return;
  if (rest >= 3) open.push(mark, mark.repeat(2));
  else if (rest > 0) open.push(mark.repeat(rest));
}

function scan(text: string): Scan {
  const open: string[] = [];
  let brackets = 0;
  for (let index = 0; index < text.length;) {
    const character = text[index]!;
    const isFormulaStart = character === '$' || text.startsWith('\\(', index) || text.startsWith('\\[', index);
    if (isFormulaStart) {
      const formula = formulaAt(text, index);
      if (formula === null && isPendingFormula(text, index)) return { closers: open, cut: index };
      index = formula?.end ?? index + (character === '\\' ? 2 : 1);
    } else if (character === '\\') {
      const environment = formulaAt(text, index);
      if (environment === null && isPendingEnvironment(text.slice(index))) return { closers: open, cut: index };
      index = environment?.end ?? index + 2;
    } else if (character === '`') {
      const length = runLength(text, index);
      const ticks = '`'.repeat(length);
      let end = text.indexOf(ticks, index + length);
      while (end !== -1 && runLength(text, end) !== length) end = text.indexOf(ticks, end + runLength(text, end));
      if (end === -1) return { closers: [...open, ticks], cut: -1 };
      index = end + length;
    } else if (character === '[' && brackets++ < mostBrackets) {
      const end = linkEnd(text, index);
      if (end === -1) return { closers: open, cut: text[index - 1] === '!' ? index - 1 : index };
      index = end === index ? index + 1 : end;
    } else if (character === '<' && /^<(?:https?:|mailto:)[^\s>]*$/.test(text.slice(index, index + longestLink))) {
      return { closers: open, cut: index };
    } else if (character === '<') {
      const { isPartial, close } = openTag(text, index);
      if (isPartial) return { closers: open, cut: index };
      if (close !== null) open.push(close);
      index += 1;
    } else if (pendingRaised.test(text.slice(index, index + 9)) && /[\w)\]]/.test(text[index - 1] ?? '')) {
      return { closers: open, cut: index };
    } else if (character === '*' || character === '_' || character === '~') {
      const length = runLength(text, index);
      pairEmphasis(text, index, length, open);
      index += length;
    } else {
      index += 1;
    }
  }
  return { closers: open, cut: -1 };
}

function withoutTrailingMarks(text: string): string {
  const start = Math.max(0, text.length - longestMarkRun);
  return text.slice(0, start) + text.slice(start).replace(trailingMarks, '');
}

function repairSegment(text: string): string {
  if (text.length > longestSegment) return text;
  const stripped = withoutTrailingMarks(text);
  const { closers, cut } = scan(stripped);
  if (cut !== -1) return repairSegment(stripped.slice(0, cut));
  const content = stripped.trimEnd();
  // Spaces are part of code, but a closing mark after a space closes no emphasis.
  const isCode = closers.at(-1)?.startsWith('`') === true;
  return isCode
    ? stripped + closers.toReversed().join('')
    : content + closers.toReversed().join('') + stripped.slice(content.length);
}

/**
 * Makes the open block of a text that is still being written look as it will when complete: open emphasis and
 * code are closed, a link or formula that is not complete is left out.
 */
export function closeOpenMarks(block: string): string {
  const text = block.endsWith('\n') ? block.slice(0, -1) : block;
  const { open, isJustClosed } = endOf(text);
  if (open !== null || isJustClosed) return block;
  const start = segmentStart(text);
  return text.slice(0, start) + repairSegment(text.slice(start));
}
