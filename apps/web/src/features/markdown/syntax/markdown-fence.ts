import type { MarkdownIt, StateBlock } from 'markdown-it';
import { isUnfinished } from './environment.ts';
import { linesFrom, type LineAt } from './lines.ts';

const fence = /^ {0,3}(`{3,}|~{3,})(.*)$/;

/** Whether a fence with this info string holds Markdown, in which fences of the same length may stand. */
export function holdsMarkdown(info: string): boolean {
  return /^\s*(?:markdown|md|mdx|rmd|qmd)(?![\w-])/i.test(info);
}

/** A bare fence opens one inside where code follows it and an empty line or a colon is before it. */
function opensInside(lineAt: LineAt, index: number): boolean {
  const before = lineAt(index - 1)!.trim();
  return (before === '' || /[:：]$/.test(before)) && (lineAt(index + 1) ?? '').trim() !== '';
}

/**
 * The line that closes a fence of Markdown: fences inside it are passed over, as models mean them, although CommonMark
 * lets the first of them close it.
 * @param start the line of the fence
 * @returns its index, or -1 where nothing closes it
 */
export function closingLine(lineAt: LineAt, start: number, mark: string): number {
  let inside: string | null = null;
  let index = start + 1;
  for (let line = lineAt(index); line !== undefined; line = lineAt(++index)) {
    const found = fence.exec(line);
    if (found === null || found[1]![0] !== mark[0]) continue;
    const length = found[1]!.length;
    const isBare = found[2]!.trim() === '';
    if (inside !== null) {
      if (isBare && length >= inside.length) inside = null;
    } else if (!isBare) {
      if (!found[2]!.includes('`')) inside = found[1]!;
    } else if (length >= mark.length) {
      if (length > mark.length || !opensInside(lineAt, index)) return index;
      inside = found[1]!;
    }
  }
  return -1;
}

function markdownFence(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  if (state.sCount[startLine]! - state.blkIndent >= 4) return false;
  const lineAt = linesFrom(state, startLine, endLine);
  const [, mark, info] = fence.exec(lineAt(0)!) ?? [];
  if (mark === undefined || info === undefined || !holdsMarkdown(info) || info.includes('`')) return false;
  const closing = closingLine(lineAt, 0, mark);
  // Never closed: as CommonMark says, which closes it at the first fence.
  if (closing === -1 && !isUnfinished(state.env)) return false;
  if (silent) return true;
  let length = closing === -1 ? 1 : closing;
  if (closing === -1) while (lineAt(length) !== undefined) length += 1;
  const token = state.push('fence', 'code', 0);
  token.info = info;
  token.content = state.getLines(startLine + 1, startLine + length, state.sCount[startLine]!, true);
  token.markup = mark;
  token.map = [startLine, startLine + length + (closing === -1 ? 0 : 1)];
  state.line = token.map[1];
  return true;
}

/** Fences of Markdown with fences in them. */
export function markdownFences(parser: MarkdownIt): void {
  parser.block.ruler.before('fence', 'markdown_fence', markdownFence, {
    alt: ['paragraph', 'reference', 'blockquote', 'list'],
  });
}
