import type { MarkdownIt, StateInline } from 'markdown-it';

// Short and without spaces: `H~2~O` and `x^2^`, not `~5 km~`.
const lowered = /^~([A-Za-z0-9+\-−]{1,6})~(?!~)/;
const raised = /^\^([A-Za-z0-9+\-−]{1,6})\^(?![\w^])/;

/** `H~2~O` and `m^2^`, as pandoc writes them. */
export function raisedText(parser: MarkdownIt): void {
  parser.inline.ruler.before('strikethrough', 'raised_text', (state: StateInline, silent: boolean) => {
    const character = state.src[state.pos];
    if (character !== '~' && character !== '^') return false;
    const before = state.src[state.pos - 1] ?? '';
    if (!(character === '~' ? /[A-Za-z)\]]/ : /[A-Za-z0-9)\]]/).test(before)) return false;
    const found = (character === '~' ? lowered : raised).exec(state.src.slice(state.pos, state.posMax));
    if (found === null) return false;
    if (!silent) {
      const tag = character === '~' ? 'sub' : 'sup';
      state.push('plain_tag_open', tag, 1);
      state.push('text', '', 0).content = found[1]!;
      state.push('plain_tag_close', tag, -1);
    }
    state.pos += found[0].length;
    return true;
  });
}
