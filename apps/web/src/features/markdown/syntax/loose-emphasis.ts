import type { MarkdownIt } from 'markdown-it';

/** Scripts that put no space between words, beside those that markdown-it-cjk-friendly knows. */
const unspaced = /[\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}\p{sc=Tibetan}]/u;

/**
 * `**Note:**text` and `**ไทย (Thai)**เป็น` are bold, as they are meant: CommonMark lets no mark close between punctuation and
 * a letter.
 */
export function looseEmphasis(parser: MarkdownIt): void {
  const Previous = parser.inline.State;
  parser.inline.State = class extends Previous {
    override scanDelims(start: number, canSplitWord: boolean): ReturnType<InstanceType<typeof Previous>['scanDelims']> {
      const found = super.scanDelims(start, canSplitWord);
      if (!canSplitWord || (found.can_open && found.can_close)) return found;
      const before = this.src[start - 1] ?? ' ';
      const after = this.src[start + found.length] ?? ' ';
      if (/\s/.test(before) || /\s/.test(after)) return found;
      if (unspaced.test(before) || unspaced.test(after)) return { ...found, can_open: true, can_close: true };
      const endsWords = /[.,:;!?)\]。」]/.test(before) && /\p{L}/u.test(after);
      return endsWords ? { ...found, can_close: true } : found;
    }
  };
}
