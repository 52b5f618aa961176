import type { MarkdownIt, StateBlock } from 'markdown-it';

/** `##标题`: without a space, and not in Latin letters, where `#` before a word is a tag. */
const heading = /^(#{2,6})(?=[^\s#\p{ASCII}])(.*?)[ \t]*#*$/u;

function tightHeading(state: StateBlock, startLine: number, _endLine: number, silent: boolean): boolean {
  const line = state.src.slice(state.bMarks[startLine]! + state.tShift[startLine]!, state.eMarks[startLine]!).trimEnd();
  const found = heading.exec(line);
  if (found === null || state.sCount[startLine]! - state.blkIndent >= 4) return false;
  if (silent) return true;
  const tag = `h${found[1]!.length}`;
  const open = state.push('heading_open', tag, 1);
  open.markup = found[1]!;
  open.map = [startLine, startLine + 1];
  const inline = state.push('inline', '', 0);
  inline.content = found[2]!;
  inline.map = [startLine, startLine + 1];
  inline.children = [];
  state.push('heading_close', tag, -1).markup = found[1]!;
  state.line = startLine + 1;
  return true;
}

/** Headings of Chinese and Japanese texts, which models write without the space. */
export function tightHeadings(parser: MarkdownIt): void {
  parser.block.ruler.before('heading', 'tight_heading', tightHeading, {
    alt: ['paragraph', 'reference', 'blockquote'],
  });
}
