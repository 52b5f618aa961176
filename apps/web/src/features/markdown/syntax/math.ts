import type { MarkdownIt, StateBlock, StateInline } from 'markdown-it';
import { displayEnd, displayMarks, environmentOf } from './display-math.ts';
import { isUnfinished } from './environment.ts';
import { linesFrom, type LineAt } from './lines.ts';

/** How far a closing delimiter is looked for, so that a text full of `$` stays cheap. */
const longestFormula = 4_000;

interface Span {
  tex: string;
  end: number;
  isDisplay: boolean;
}

function between(text: string, start: number, open: string, close: string, isDisplay: boolean): Span | null {
  const from = start + open.length;
  const found = text.slice(from, from + longestFormula).indexOf(close);
  if (found <= 0) return null;
  return { tex: text.slice(from, from + found), end: from + found + close.length, isDisplay };
}

/** What may follow a formula without a space: the ending of "the $n$th" and "all $x$s". */
const wordEnding = /^(?:th|st|nd|rd|s|es)\b/;
/** Words between two prices are no formula: `5 dollars, or 6`. */
const isPrice = /^\d[\d.,]*(?![\d.,]*\s*[\\^_{}=+<>/*|-])\D*[a-z]{2}/i;

function isClosing(text: string, end: number): boolean {
  const next = text[end + 1] ?? '';
  if (/\s/.test(text[end - 1]!) || /[\d${]/.test(next)) return false;
  // `$HOME/bin:$PATH` are variables of a shell.
  return !/[A-Za-z_(]/.test(next) || wordEnding.test(text.slice(end + 1, end + 5));
}

function dollarSpan(text: string, start: number): Span | null {
  const first = text[start + 1];
  if (first === undefined || /\s/.test(first) || /[\w$\\]/.test(text[start - 1] ?? '')) return null;
  const limit = Math.min(text.length, start + longestFormula);
  for (let end = start + 2; end < limit; end++) {
    if (text[end] !== '$' || text[end - 1] === '\\') continue;
    const tex = text.slice(start + 1, end);
    // As in pandoc: `$5 and $6` is money.
    if (!isClosing(text, end) || isPrice.test(tex)) return null;
    // GitHub's form: $`x`$
    return { tex: /^`[^`]+`$/.test(tex) ? tex.slice(1, -1) : tex, end: end + 1, isDisplay: false };
  }
  return null;
}

/** `\begin{align}…\end{align}` without marks around it. */
function environmentSpan(text: string, start: number): Span | null {
  const name = environmentOf(text.slice(start, start + 30));
  if (name === null) return null;
  const rest = text.slice(start, start + longestFormula);
  const close = `\\end{${name}}`;
  let end = rest.indexOf(close);
  while (end !== -1 && rest.slice(0, end).split(`\\begin{${name}}`).length > rest.slice(0, end).split(close).length + 1)
    end = rest.indexOf(close, end + 1);
  if (end === -1) return null;
  return { tex: rest.slice(0, end + close.length), end: start + end + close.length, isDisplay: true };
}

/** The formula that begins at `start`, or null: `$x$`, `$$x$$`, `\(x\)`, `\[x\]` or an environment. */
export function formulaAt(text: string, start: number): Span | null {
  if (text.startsWith('$$', start)) return between(text, start, '$$', '$$', true);
  if (text[start] === '$') return dollarSpan(text, start);
  if (text.startsWith('\\(', start)) return between(text, start, '\\(', '\\)', false);
  if (text.startsWith('\\[', start)) return between(text, start, '\\[', '\\]', true);
  return text.startsWith('\\begin{', start) ? environmentSpan(text, start) : null;
}

function inlineMath(state: StateInline, silent: boolean): boolean {
  const span = formulaAt(state.src.slice(0, state.posMax), state.pos);
  if (span === null) return false;
  if (!silent) {
    const token = state.push('math_inline', 'math', 0);
    token.content = span.tex.trim();
    token.meta = { isDisplay: span.isDisplay };
  }
  state.pos = span.end;
  return true;
}

function blockMath(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  if (state.sCount[startLine]! - state.blkIndent >= 4) return false;
  const lineAt: LineAt = (index) => linesFrom(state, startLine, endLine)(index)?.trim();
  const marks = displayMarks(lineAt(0)!);
  const end = marks && displayEnd(lineAt, 0, isUnfinished(state.env));
  if (marks === null || end === null) return false;
  if (silent) return true;
  const lines = Array.from({ length: end.line + 1 }, (_, index) => lineAt(index)!).filter((line) => line !== '');
  const text = lines.join('\n');
  const isEnvironment = marks.open.startsWith('\\begin');
  const token = state.push('math_block', 'math', 0);
  token.block = true;
  token.content = (isEnvironment ? text : text.slice(2, end.isClosed ? -2 : undefined)).trim();
  token.map = [startLine, startLine + end.line + 1];
  token.markup = isEnvironment ? '' : marks.open;
  token.meta = { isClosed: end.isClosed };
  state.line = startLine + end.line + 1;
  return true;
}

/** Formulas between `$`, `$$`, `\(…\)` and `\[…\]`, and bare environments, as tokens `math_inline` and `math_block`. */
export function mathRules(parser: MarkdownIt): void {
  parser.inline.ruler.before('escape', 'math_inline', inlineMath);
  parser.block.ruler.before('fence', 'math_block', blockMath, {
    alt: ['paragraph', 'reference', 'blockquote', 'list'],
  });
}
