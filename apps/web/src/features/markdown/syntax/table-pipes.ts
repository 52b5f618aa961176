import type { MarkdownIt, StateBlock } from 'markdown-it';
import { formulaAt } from './math.ts';

const delimiterRow = /^\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;
const longestRow = 10_000;

function cellCount(row: string): number {
  const inside = row
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '');
  return inside.split(/(?<!\\)\|/).length;
}

/** Where the code or formula that begins at `start` ends; `start` when there is none. */
function spanEnd(row: string, start: number): number {
  const ticks = /^`+/.exec(row.slice(start))?.[0];
  if (ticks === undefined) return formulaAt(row, start)?.end ?? start;
  const close = row.slice(start + ticks.length).search(new RegExp(`(?<!\`)${ticks}(?!\`)`));
  return close === -1 ? start : start + close + 2 * ticks.length;
}

/** The row with the bars in its code and formulas escaped. */
function withEscapedBars(row: string): string {
  let escaped = '';
  for (let index = 0; index < row.length;) {
    const end = '`$\\'.includes(row[index]!) ? spanEnd(row, index) : index;
    if (end > index) escaped += row.slice(index, end).replace(/(?<!\\)\|/g, '\\|');
    else if (row[index] === '\\') escaped += row.slice(index, index + 2);
    else escaped += row[index];
    index = end > index ? end : index + (row[index] === '\\' ? 2 : 1);
  }
  return escaped;
}

function escapeRows(state: StateBlock, startLine: number, endLine: number): false {
  if (startLine + 2 > endLine) return false;
  const lineAt = (line: number) => state.src.slice(state.bMarks[line]! + state.tShift[line]!, state.eMarks[line]);
  const delimiter = lineAt(startLine + 1);
  if (!delimiter.includes('|') || !delimiterRow.test(delimiter)) return false;
  const columns = cellCount(delimiter);
  if (cellCount(withEscapedBars(lineAt(startLine))) !== columns) return false;
  for (let line = startLine; line < endLine; line++) {
    const row = lineAt(line);
    if (!row.includes('|') || /^(?:`{3}|~{3}|>)/.test(row)) break;
    if (row.length > longestRow || cellCount(row) <= columns) continue;
    // Lines are read by their offsets: the escaped row stands behind the text.
    state.bMarks[line] = state.src.length + 1;
    state.tShift[line] = 0;
    state.src += `\n${withEscapedBars(row)}\n`;
    state.eMarks[line] = state.src.length - 1;
  }
  return false;
}

/**
 * `a | b` in code and P(A|B) in a formula stay in their cell, as models mean them, although GFM splits there: in rows
 * that would have more cells than the table has columns.
 */
export function tablePipes(parser: MarkdownIt): void {
  parser.block.ruler.before('table', 'table_pipes', escapeRows, { alt: ['paragraph', 'reference'] });
}
