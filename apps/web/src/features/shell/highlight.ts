/** A stretch of a text, and whether it is one of the words that were looked for. */
export interface TextPiece {
  text: string;
  isFound: boolean;
}

/** The words of a query as the server looks for them: letters and digits only. */
function wordsOf(query: string): string[] {
  return query.normalize('NFKC').match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
}

/** Cuts a text where a word of the query begins a word of it, whatever the case. */
export function highlightWords(text: string, query: string): TextPiece[] {
  const words = wordsOf(query).toSorted((a, b) => b.length - a.length);
  if (words.length === 0) return [{ text, isFound: false }];
  // Letters and digits only: nothing in them has a meaning in an expression.
  const found = new RegExp(`(?<![\\p{L}\\p{N}])(${words.join('|')})`, 'giu');
  return text
    .split(found)
    .map((piece, index) => ({ text: piece, isFound: index % 2 === 1 }))
    .filter((piece) => piece.text !== '');
}
