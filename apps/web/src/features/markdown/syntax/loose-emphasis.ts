import type { MarkdownIt } from 'markdown-it';

/** Scripts that put no space between words, beside those that markdown-it-cjk-friendly knows. */
const unspaced = /[\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}\p{sc=Tibetan}]/u;

/** What closes words: `:`, `)`, `»`, `،`, `।`, a quote, a backtick, an emoji; not what stands in paths and globs. */
const closing = /[^\P{P}/\\*_~@#&\p{Ps}\p{Pd}]|[`\p{So}]/u;
/** What opens words, behind which a quote or a bracket belongs to what is bold. */
const opening = /["'\p{Pi}\p{Ps}]/u;

/** The character that ends before `end`, whole when it is one of two units. */
function characterBefore(text: string, end: number): string {
  return Array.from(text.slice(Math.max(0, end - 2), end)).at(-1) ?? ' ';
}

/**
 * `**Note:**text`, `**«да»**слово` and `**ไทย (Thai)**เป็น` are bold, as they are meant: CommonMark lets no mark open or
 * close between a letter and punctuation.
 */
export function looseEmphasis(parser: MarkdownIt): void {
  const Previous = parser.inline.State;
  parser.inline.State = class extends Previous {
    override scanDelims(start: number, canSplitWord: boolean): ReturnType<InstanceType<typeof Previous>['scanDelims']> {
      const found = super.scanDelims(start, canSplitWord);
      if (!canSplitWord || (found.can_open && found.can_close)) return found;
      const before = characterBefore(this.src, start);
      const after = String.fromCodePoint(this.src.codePointAt(start + found.length) ?? 32);
      if (/\s/.test(before) || /\s/.test(after)) return found;
      if (unspaced.test(before) || unspaced.test(after)) return { ...found, can_open: true, can_close: true };
      if (closing.test(before) && /\p{L}/u.test(after)) return { ...found, can_close: true };
      // Between Latin letters and a bracket `**` may be a power.
      const beginsWords = opening.test(after) && /(?!\p{sc=Latin})[\p{L}\p{M}]/u.test(before);
      return beginsWords ? { ...found, can_open: true } : found;
    }
  };
}
