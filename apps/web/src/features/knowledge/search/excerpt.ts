export interface ExcerptPiece {
  text: string;
  isFound: boolean;
}

interface Range {
  start: number;
  end: number;
}

/** Characters of an excerpt before its first word that was found. */
const LEAD = 60;

/**
 * The part of a passage with most of what was found, cut at words, with what was found apart.
 * @param ranges in UTF-16 units, in order
 * @param length about how many characters it has
 */
export function excerptOf(text: string, ranges: readonly Range[], length: number): ExcerptPiece[] {
  const start = text.length <= length ? 0 : bestStart(text, ranges, length);
  const end = Math.min(text.length, wordEnd(text, start + length));
  const pieces: ExcerptPiece[] = [];
  let at = start;
  for (const range of ranges) {
    if (range.start < at || range.end > end) continue;
    pieces.push({ text: text.slice(at, range.start), isFound: false });
    pieces.push({ text: text.slice(range.start, range.end), isFound: true });
    at = range.end;
  }
  pieces.push({ text: text.slice(at, end), isFound: false });
  if (start > 0) pieces.unshift({ text: '… ', isFound: false });
  if (end < text.length) pieces.push({ text: ' …', isFound: false });
  return pieces.filter((piece) => piece.text !== '');
}

/** Where a window over the text holds most of the ranges. */
function bestStart(text: string, ranges: readonly Range[], length: number): number {
  let best = { start: 0, count: 0 };
  for (const { start } of ranges) {
    const count = ranges.filter((other) => other.start >= start && other.end <= start + length - LEAD).length;
    if (count > best.count) best = { start, count };
  }
  const wanted = Math.max(0, Math.min(best.start - LEAD, text.length - length));
  if (wanted === 0) return 0;
  const space = text.slice(wanted, wanted + LEAD).search(/\s/);
  return space < 0 ? wanted : wanted + space + 1;
}

function wordEnd(text: string, end: number): number {
  if (end >= text.length) return text.length;
  const space = text.lastIndexOf(' ', end);
  return space > end - LEAD ? space : end;
}
