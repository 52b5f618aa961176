import { stemmer } from 'stemmer';

/** Letters of scripts that do not put spaces between words. */
const scripts = ['Han', 'Hiragana', 'Katakana', 'Thai', 'Lao', 'Khmer', 'Myanmar'];
// The sign that makes a vowel long belongs to two of them.
const unspacedLetter = `[${scripts.map((script) => `\\p{Script=${script}}`).join('')}\u30fc]`;
const unspaced = new RegExp(`^${unspacedLetter}`, 'u');
const anyUnspaced = new RegExp(unspacedLetter, 'u');
const spaced = /[\p{L}\p{N}]+/gu;
const runs = new RegExp(`${unspacedLetter}+|[\\p{L}\\p{N}]+?(?=${unspacedLetter}|[^\\p{L}\\p{N}]|$)`, 'gu');
const accents = /\p{M}+/gu;
const possessive = /['’]s(?![\p{L}\p{N}])/gu;

const MAX_WORD = 40;
const GRAM = 4;

const cut = (word: string): string => (word.length > MAX_WORD ? word.slice(0, MAX_WORD) : word);

/** Words that say nothing about what a text is about. Left out of questions, unless nothing else is in them. */
const emptyWords = new Set(
  (
    'a an the and or but if of to in on at by for from with without as is are was were be been being am do does did done has have had ' +
    'having will would shall should can could may might must it its this that these those there here he she they them his her their ' +
    'we us our you your i me my who whom whose what which when where why how many much some any also than then so such into about ' +
    'over under between during not no nor only own same too very s t'
  ).split(' '),
);

/** The words of a text in order, in one form whatever their case, accents or width. Scripts without spaces give pairs of letters. */
export function wordsOf(text: string): string[] {
  const plain = text.replace(possessive, '').normalize('NFKD').replace(accents, '').toLowerCase();
  // Most texts: looking for borders between scripts takes twice as long.
  if (!anyUnspaced.test(plain)) return (plain.match(spaced) ?? []).map(cut);
  const words: string[] = [];
  for (const [run] of plain.matchAll(runs)) {
    if (!unspaced.test(run)) words.push(cut(run));
    else if (run.length === 1) words.push(run);
    else for (let index = 0; index + 2 <= run.length; index++) words.push(run.slice(index, index + 2));
  }
  return words;
}

export const isEmptyWord = (word: string): boolean => emptyWords.has(word);

/** The words of a question that are worth looking for, each once. */
export function questionWords(question: string): string[] {
  const words = [...new Set(wordsOf(question))];
  const full = words.filter((word) => !isEmptyWord(word));
  return full.length > 0 ? full : words;
}

const stems = new Map<string, string>();
const KNOWN_STEMS = 50_000;

/** What the forms of an English word have in common; other words as they are. */
export function stemOf(word: string): string {
  const known = stems.get(word);
  if (known !== undefined) return known;
  const stem = /^[a-z]+$/.test(word) ? stemmer(word) : word;
  if (stems.size >= KNOWN_STEMS) stems.clear();
  stems.set(word, stem);
  return stem;
}

/**
 * All runs of four letters in a longer word, marked so that they are no words. They find what a stemmer
 * does not know: forms in other languages, compounds, names spelt differently.
 */
export function gramsOf(word: string): string[] {
  if (word.length <= GRAM || unspaced.test(word)) return [];
  return Array.from({ length: word.length - GRAM + 1 }, (_, index) => `~${word.slice(index, index + GRAM)}`);
}

/** How often each stem is in a text. */
export function countStems(text: string): { counts: Map<string, number>; length: number } {
  const words = wordsOf(text);
  const counts = new Map<string, number>();
  for (const word of words) {
    const stem = stemOf(word);
    counts.set(stem, (counts.get(stem) ?? 0) + 1);
  }
  return { counts, length: words.length };
}

/** Terms are kept as numbers below this. */
export const TERM_RANGE = 1_000_000_000;

/**
 * The number a person's word is kept as, 1 to {@link TERM_RANGE}: the same word of another person has another one,
 * so an index over everybody's words has a list per person.
 */
export function termNumber(ownerId: string, stem: string): number {
  let hash = 0x811c9dc5;
  for (const part of [ownerId, stem]) {
    for (let index = 0; index < part.length; index++) hash = Math.imul(hash ^ part.charCodeAt(index), 0x01000193);
  }
  // Neighbouring texts differ in the last bits only without this.
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash ^= hash >>> 13;
  return ((hash >>> 0) % TERM_RANGE) + 1;
}
