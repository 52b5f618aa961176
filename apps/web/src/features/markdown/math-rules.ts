import type { MarkdownIt, StateBlock, StateInline } from 'markdown-it';

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

function dollarSpan(text: string, start: number): Span | null {
  const first = text[start + 1];
  if (first === undefined || /\s/.test(first) || /[\w$\\]/.test(text[start - 1] ?? '')) return null;
  const limit = Math.min(text.length, start + longestFormula);
  for (let end = start + 2; end < limit; end++) {
    if (text[end] !== '$' || text[end - 1] === '\\') continue;
    // As in pandoc: `$5 and $6` is money.
    if (/\s/.test(text[end - 1]!) || /[\d$]/.test(text[end + 1] ?? '')) return null;
    return { tex: text.slice(start + 1, end), end: end + 1, isDisplay: false };
  }
  return null;
}

/** The formula that begins at `start`, or null: `$x$`, `$$x$$`, `\(x\)` or `\[x\]`. */
export function formulaAt(text: string, start: number): Span | null {
  if (text.startsWith('$$', start)) return between(text, start, '$$', '$$', true);
  if (text[start] === '$') return dollarSpan(text, start);
  if (text.startsWith('\\(', start)) return between(text, start, '\\(', '\\)', false);
  if (text.startsWith('\\[', start)) return between(text, start, '\\[', '\\]', true);
  return null;
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

function lineText(state: StateBlock, line: number): string {
  return state.src.slice(state.bMarks[line]! + state.tShift[line]!, state.eMarks[line]!);
}

function blockMath(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  const first = lineText(state, startLine).trimEnd();
  const open = first.startsWith('$$') ? '$$' : first.startsWith('\\[') ? '\\[' : null;
  if (open === null || state.sCount[startLine]! - state.blkIndent >= 4) return false;
  const close = open === '$$' ? '$$' : '\\]';
  const content: string[] = [];
  let line = startLine;
  let text = first.slice(2);
  let isClosed = false;
  for (;;) {
    isClosed = text.trimEnd().endsWith(close);
    if (isClosed) text = text.trimEnd().slice(0, -close.length);
    // Words after the formula, or a second one: that is a paragraph with formulas in it.
    if (text.includes(close)) return false;
    content.push(text);
    line += 1;
    if (isClosed || line >= endLine) break;
    text = lineText(state, line);
    if (text.trim() === '' || state.sCount[line]! < state.blkIndent) return false;
  }
  if (silent) return true;
  const token = state.push('math_block', 'math', 0);
  token.block = true;
  token.content = content.join('\n').trim();
  token.map = [startLine, line];
  token.markup = open;
  token.meta = { isClosed };
  state.line = line;
  return true;
}

/** Formulas between `$`, `$$`, `\(…\)` and `\[…\]`, as tokens `math_inline` and `math_block`. */
export function mathRules(parser: MarkdownIt): void {
  parser.inline.ruler.before('escape', 'math_inline', inlineMath);
  parser.block.ruler.before('fence', 'math_block', blockMath, {
    alt: ['paragraph', 'reference', 'blockquote', 'list'],
  });
}
