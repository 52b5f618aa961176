/**
 * Longest piece, in UTF-16 units. Byte pair encoding takes the square of a word's length, and a "word"
 * may be a whole Chinese paragraph or a million exclamation marks: 16,000 of them took a second.
 */
const MAX_PIECE = 256;
/** How far before the end of a piece a place to cut is looked for. */
const LOOK_BACK = 64;

/**
 * Where the tokenizer itself starts a new token, so that counts on both sides add up exactly: before a
 * space (or another single mark) between a word and a letter, and after a line break before a word.
 */
const wordStart = /(?<=[\p{L}\p{M}\p{N}])(?=[^'\r\n\p{L}\p{M}\p{N}]\p{L})|(?<=\S)(?= \p{L})|(?<=\n)(?=[\p{L}\p{N}])/gu;

/**
 * Cuts text into pieces whose token counts add up to that of the whole. Only in a stretch without
 * words is a piece cut anywhere between two characters, which may add a token.
 */
export function* pieces(text: string): Generator<string, void, undefined> {
  let start = 0;
  while (text.length - start > MAX_PIECE) {
    const end = cutBefore(text, start, start + MAX_PIECE);
    yield text.slice(start, end);
    start = end;
  }
  if (start < text.length) yield text.slice(start);
}

function cutBefore(text: string, start: number, limit: number): number {
  // One character more on each side: a border is told by its neighbours.
  const from = Math.max(start, limit - LOOK_BACK);
  const window = text.slice(from, limit + 2);
  let cut = 0;
  for (const border of window.matchAll(wordStart)) {
    if (border.index > 0 && from + border.index <= limit) cut = from + border.index;
  }
  if (cut > start) return cut;
  return isHighSurrogate(text.charCodeAt(limit - 1)) ? limit - 1 : limit;
}

const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
