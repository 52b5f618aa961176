/** Words a query is cut to; more would only cost time. */
const MAX_WORDS = 16;
const SNIPPET_LENGTH = 200;

/** The words of a query as they are looked for: letters and digits only, so nothing in them has a meaning to the database. */
export function wordsOf(query: string): string[] {
  const words =
    query
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
  return [...new Set(words)].slice(0, MAX_WORDS);
}

/** A `to_tsquery` text that finds the words, each also as the beginning of a longer one. */
export function toTsQuery(words: readonly string[], operator: '&' | '|'): string {
  return words.map((word) => `'${word}':*`).join(` ${operator} `);
}

/** The stretch of a text around the first word that was found, on one line. */
export function snippetOf(text: string, words: readonly string[]): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  const lower = line.toLowerCase();
  const positions = words.map((word) => lower.indexOf(word)).filter((position) => position >= 0);
  const found = positions.length > 0 ? Math.min(...positions) : 0;
  const start = wordBorder(line, Math.max(0, found - SNIPPET_LENGTH / 4), found);
  const end = Math.min(line.length, start + SNIPPET_LENGTH);
  return `${start > 0 ? '…' : ''}${line.slice(start, end).toWellFormed()}${end < line.length ? '…' : ''}`;
}

/** The first beginning of a word from `from` on, if there is one before `to`. */
function wordBorder(line: string, from: number, to: number): number {
  if (from === 0) return 0;
  const space = line.indexOf(' ', from);
  return space >= 0 && space < to ? space + 1 : from;
}
