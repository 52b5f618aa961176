/** Ends a sentence when a space follows. */
const ENDS = new Set(['.', '!', '?', '…', ':', ';', '।', '؟', '۔']);
/** Ends a sentence as it is. */
const WIDE_ENDS = new Set(['。', '！', '？', '；']);
const CLOSERS = new Set(['"', "'", '”', '’', ')', ']', '»', '」', '』']);
/** Shorter ones are read on: initials, numbers of a list. */
const LEAST = 12;

/** A paragraph in sentences, in order; line ends inside it count as spaces. Linear in its length. */
export function splitSentences(text: string): string[] {
  const sentences: string[] = [];
  let start = 0;
  for (let index = 0; index < text.length; index++) {
    const character = text[index]!;
    const isWide = WIDE_ENDS.has(character);
    if (!isWide && !ENDS.has(character)) continue;
    let end = index + 1;
    while (CLOSERS.has(text[end]!)) end++;
    const isEnd = isWide || isSpace(text.charCodeAt(end));
    if (isEnd && end - start >= LEAST) {
      sentences.push(text.slice(start, end));
      start = end;
    }
    index = end - 1;
  }
  sentences.push(text.slice(start));
  return sentences.map((sentence) => sentence.replace(/\s+/g, ' ').trim()).filter((sentence) => sentence !== '');
}

const isSpace = (code: number): boolean => code <= 0x20 || code === 0xa0 || code === 0x3000;
