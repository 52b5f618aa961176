import type { MarkdownIt, StateInline } from 'markdown-it';

/** HTML that models write in Markdown and that only looks different. No attribute is ever read. */
export const plainTags = 'b strong i em u s del ins sub sup kbd mark small'.split(' ');
const longestContent = 2_000;
const opening = new RegExp(`^<(${plainTags.join('|')})>`, 'i');
const lineBreak = /^<\/?br\s*\/?>/i;

function plainTag(state: StateInline, silent: boolean): boolean {
  if (state.src[state.pos] !== '<') return false;
  const rest = state.src.slice(state.pos, Math.min(state.posMax, state.pos + longestContent));
  const found = lineBreak.exec(rest);
  if (found !== null) {
    if (!silent) state.push('hardbreak', 'br', 0);
    state.pos += found[0].length;
    return true;
  }
  const tag = opening.exec(rest)?.[1]?.toLowerCase();
  if (tag === undefined) return false;
  const length = rest.toLowerCase().indexOf(`</${tag}>`);
  if (length === -1) return false;
  const end = state.posMax;
  const closing = state.pos + length;
  if (!silent) {
    state.push('plain_tag_open', tag, 1);
    state.pos += tag.length + 2;
    state.posMax = closing;
    state.md.inline.tokenize(state);
    state.push('plain_tag_close', tag, -1);
  }
  state.pos = closing + tag.length + 3;
  state.posMax = end;
  return true;
}

/** `<br>`, and pairs such as `<sub>…</sub>`: everything else between angle brackets stays text. */
export function plainTagRule(parser: MarkdownIt): void {
  parser.inline.ruler.before('autolink', 'plain_tag', plainTag);
}
