import type { MarkdownIt, StateBlock } from 'markdown-it';
import { linesFrom, type LineAt } from './lines.ts';
import { mayNest, pushBlocks } from './nested-blocks.ts';

const opening = /^<details(?: open)?>/i;
const summary = /^\s*<summary>([\s\S]*?)(?:<\/summary>|\n|$)/i;

/** The index of the line that closes what opens in the first one, or of the last line. */
function lastLine(lineAt: LineAt): { index: number; isClosed: boolean } {
  let depth = 0;
  let index = 0;
  for (let line = lineAt(0); line !== undefined; line = lineAt(++index)) {
    depth += line.match(/<details(?: open)?>/gi)?.length ?? 0;
    depth -= line.match(/<\/details>/gi)?.length ?? 0;
    if (depth <= 0) return { index, isClosed: true };
  }
  return { index: index - 1, isClosed: false };
}

function detailsRule(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  const lineAt = linesFrom(state, startLine, endLine);
  const found = opening.exec(lineAt(0)!);
  if (found === null || !mayNest(state)) return false;
  if (silent) return true;
  const last = lastLine(lineAt);
  const end = startLine + last.index + 1;
  const content = state.getLines(startLine, end, state.blkIndent, false).trimStart().slice(found[0].length);
  const inside = last.isClosed ? content.slice(0, content.toLowerCase().lastIndexOf('</details>')) : content;
  const title = summary.exec(inside);

  const open = state.push('details_open', 'details', 1);
  open.block = true;
  open.map = [startLine, end];
  state.push('summary_open', 'summary', 1);
  const inline = state.push('inline', '', 0);
  inline.content = title?.[1]?.trim() || '…';
  inline.children = [];
  state.push('summary_close', 'summary', -1);
  pushBlocks(state, title === null ? inside : inside.slice(title[0].length));
  state.push('details_close', 'details', -1);
  state.line = end;
  return true;
}

/** `<details><summary>…</summary>…</details>`, with Markdown inside. */
export function details(parser: MarkdownIt): void {
  parser.block.ruler.before('paragraph', 'details', detailsRule, { alt: ['paragraph', 'blockquote', 'list'] });
}
