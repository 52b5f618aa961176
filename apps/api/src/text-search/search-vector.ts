import { isUnspaced, otherFormsOf, waysToWrite, tokenize } from './terms.ts';

/** Characters of a text that can be found; more would not always fit into one vector. */
const MAX_TEXT = 200_000;
/** Bytes of a vector: PostgreSQL takes 1 MiB. */
const MAX_SIZE = 900_000;
/** What PostgreSQL keeps of places. */
const MAX_PLACE = 16_383;
const MAX_PLACES = 255;
/** Words a query is cut to; more would only cost time. */
const MAX_WORDS = 32;

/** The words of a text with their places, and their other forms at the first, as a `tsvector` is written. */
export function searchVector(text: string): string {
  const beginning = text.slice(0, MAX_TEXT);
  const places = new Map<string, number[]>();
  let size = 0;
  const add = (word: string, place: number): void => {
    const known = places.get(word);
    if (known && (known.length === MAX_PLACES || known.at(-1) === place)) return;
    size += known ? 2 : word.length * 3 + 8;
    if (size > MAX_SIZE) return;
    if (known) known.push(place);
    else places.set(word, [place]);
  };
  for (const [index, word] of tokenize(beginning).entries()) add(word, Math.min(index + 1, MAX_PLACE));
  for (const form of otherFormsOf(beginning)) if (!places.has(form)) add(form, 1);
  return [...places].map(([word, at]) => `${quoted(word)}:${at.join()}`).join(' ');
}

/** Phrases in quotation marks, and what stands between spaces; those that keep a number together do not count. */
const phrasesAndChunks = /["“„«]([^"“”„«»]+)["“”»]|(\S+(?:[\u00a0\u2009\u202f]\S+)*)/gu;

/**
 * A `tsquery` for what somebody typed: words, also as the beginning of longer ones, in any of their forms, and phrases in
 * quotation marks.
 * @param operator whether all of them are to be found, or any.
 * @returns an empty text when there is nothing to look for.
 */
export function searchQuery(typed: string, operator: '&' | '|'): string {
  const groups = new Set<string>();
  let count = 0;
  for (const [, phrase, chunk = ''] of typed.matchAll(phrasesAndChunks)) {
    const ways = (phrase === undefined ? waysToWrite(chunk) : [tokenize(phrase)]).filter((way) => way.length > 0);
    if (ways.length === 0) continue;
    groups.add(ways.map((way) => queryOf(way.slice(0, MAX_WORDS), phrase !== undefined)).join(' | '));
    count += ways[0]!.length;
    if (count >= MAX_WORDS) break;
  }
  return [...groups].map((group) => `(${group})`).join(` ${operator} `);
}

/** All the words, of which the last may not be complete, or just these in their order. */
function queryOf(words: readonly string[], isPhrase: boolean): string {
  if (isPhrase) return `(${words.map(quoted).join(' <-> ')})`;
  const isBeginning = (word: string, index: number) => index === words.length - 1 && !isUnspaced(word);
  return `(${words.map((word, index) => quoted(word) + (isBeginning(word, index) ? ':*' : '')).join(' & ')})`;
}

/** Nothing in a word has a meaning to the database. */
const quoted = (word: string): string => `'${word.replaceAll(/['\\]/g, '$&$&')}'`;
