/** A stretch of a text, and whether it is one of the words that were looked for. */
export interface TextPiece {
  text: string;
  isFound: boolean;
}

/** Cuts a text at the ranges that the server found. */
export function piecesOf(text: string, ranges: readonly { start: number; end: number }[]): TextPiece[] {
  let done = 0;
  const pieces = ranges.flatMap(({ start, end }) => {
    const before = { text: text.slice(done, start), isFound: false };
    done = end;
    return [before, { text: text.slice(start, end), isFound: true }];
  });
  return [...pieces, { text: text.slice(done), isFound: false }].filter((piece) => piece.text !== '');
}

/** The words that were found, as they are written. */
export const foundWords = (text: string, ranges: readonly { start: number; end: number }[]): string[] => [
  ...new Set(ranges.map(({ start, end }) => text.slice(start, end))),
];
