import type { MarkdownIt, StateBlock, StateInline } from 'markdown-it';
import type { Environment } from './environment.ts';
import { mayNest, pushBlocks } from './nested-blocks.ts';

const definition = /^\[\^([^\]\s^]{1,40})\]:[ \t]?(.*)$/;
const mark = /^\[\^([^\]\s^]{1,40})\]/;
/** No label of a link begins so: both are kept in one list. */
const keyOf = (label: string) => `\0${label.toLowerCase()}`;

function lineAt(state: StateBlock, line: number): string {
  return state.src.slice(state.bMarks[line]! + state.tShift[line]!, state.eMarks[line]!);
}

/** The end of a footnote: lines that go on, and after an empty line those that are indented. */
function endOfNote(state: StateBlock, startLine: number, endLine: number): number {
  let end = startLine + 1;
  for (let line = end; line < endLine; line++) {
    const text = lineAt(state, line);
    if (text.trim() === '') continue;
    const isIndented = state.sCount[line]! - state.blkIndent >= 2;
    const goesOn = line === end && state.sCount[line]! >= state.blkIndent && !definition.test(text);
    if (!isIndented && !goesOn) break;
    end = line + 1;
  }
  return end;
}

function footnote(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  const found = definition.exec(lineAt(state, startLine));
  if (found === null || state.sCount[startLine]! - state.blkIndent >= 4 || !mayNest(state)) return false;
  if (silent) return true;
  const [, label, first] = found;
  const end = endOfNote(state, startLine, endLine);
  (state.env as Environment).references[keyOf(label!)] ??= { href: '', title: '' };
  const open = state.push('footnote_open', 'div', 1);
  open.block = true;
  open.map = [startLine, end];
  open.meta = { label };
  pushBlocks(state, `${first}\n${state.getLines(startLine + 1, end, state.blkIndent + 4, false)}`);
  state.push('footnote_close', 'div', -1);
  state.line = end;
  return true;
}

function footnoteMark(state: StateInline, silent: boolean): boolean {
  if (state.src[state.pos] !== '[') return false;
  const label = mark.exec(state.src.slice(state.pos, Math.min(state.posMax, state.pos + 44)))?.[1];
  if (label === undefined) return false;
  const isDefined = Object.hasOwn((state.env as Environment).references, keyOf(label));
  // A number is one before its note was written; other words may be an expression such as `[^abc]`.
  if (!isDefined && !/^\d{1,3}$/.test(label)) return false;
  if (!silent) state.push('footnote_mark', 'sup', 0).meta = { label, isDefined };
  state.pos += label.length + 3;
  return true;
}

/** `word[^1]` and `[^1]: note`, as tokens `footnote_mark` and `footnote_open` … `footnote_close`. */
export function footnotes(parser: MarkdownIt): void {
  parser.block.ruler.before('reference', 'footnote', footnote, { alt: ['paragraph', 'reference'] });
  parser.inline.ruler.before('link', 'footnote_mark', footnoteMark);
}
