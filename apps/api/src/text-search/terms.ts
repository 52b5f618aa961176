import { stemmer } from 'stemmer';

/** Letters of scripts that do not put spaces between words, or not between all. */
const scripts = ['Han', 'Hiragana', 'Katakana', 'Hangul', 'Thai', 'Lao', 'Khmer', 'Myanmar'];
// The sign that makes a vowel long belongs to two of them.
const unspacedLetter = `[${scripts.map((script) => `\\p{Script=${script}}`).join('')}\u30fc]`;
const unspaced = new RegExp(`^${unspacedLetter}`, 'u');
const anyUnspaced = new RegExp(unspacedLetter, 'u');
const pictures = '\\p{RI}{2}|\\p{Extended_Pictographic}';
const letter = '[\\p{L}\\p{N}\\p{M}]';
const spacedLetter = `[${letter}--${unspacedLetter}]`;
const spaced = new RegExp(`${letter}+|${pictures}`, 'gu');
const runs = new RegExp(`${unspacedLetter}+|${spacedLetter}+|${pictures}`, 'gv');
const possessive = /['’]s(?![\p{L}\p{N}])/gu;

const notAscii = /[^\x00-\x7f]/;
/** Soft hyphens, joiners, marks of direction, and what makes a word longer. */
const invisible = /[\p{Cf}\u0640]+/gu;
/** A space within a number. */
const groupingSpace = /(?<=\d)[\u00a0\u2009\u202f](?=\d{3}(?!\d))/g;
/** Accents, and the vowel marks of Arabic and Hebrew. The marks of other scripts are letters of their own. */
const accents = new RegExp(
  String.raw`[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\ufe00-\ufe0f\ufe20-\ufe2f]+`,
  'g',
);
const arabicDigit = /[\u0660-\u0669\u06f0-\u06f9]/g;
/** Letters that are written in two ways, and have no parts in Unicode. */
const sameLetters: ReadonlyMap<string, string> = new Map(
  'ß:ss ı:i ø:o æ:ae œ:oe ł:l đ:d ð:d þ:th ħ:h ς:σ ى:ي ی:ي ک:ك ة:ه'
    .split(' ')
    .map((pair) => pair.split(':') as [string, string]),
);
const sameLetter = new RegExp(`[${[...sameLetters.keys()].join('')}]`, 'g');

const MAX_WORD = 40;
const GRAM = 4;

const cut = (word: string): string => (word.length > MAX_WORD ? word.slice(0, MAX_WORD).toWellFormed() : word);

/** A text in one form whatever its accents or width, with its capitals. */
function fold(text: string): string {
  const plain = text.replace(possessive, '');
  if (!notAscii.test(plain)) return plain;
  return plain
    .replace(groupingSpace, ',')
    .replace(invisible, '')
    .normalize('NFKD')
    .replace(accents, '')
    .replace(arabicDigit, (digit) => String(digit.charCodeAt(0) & 0xf))
    .normalize('NFC');
}

/** Folded text without its capitals. */
function lower(folded: string): string {
  const text = folded.toLowerCase();
  return notAscii.test(text) ? text.replace(sameLetter, (each) => sameLetters.get(each)!) : text;
}

/** The words of a text in order, in one form whatever their case, accents or width. Scripts without spaces give pairs of letters. */
export const tokenize = (text: string): string[] => wordsIn(fold(text));

function wordsIn(folded: string): string[] {
  const plain = lower(folded);
  // Most texts: looking for borders between scripts takes twice as long.
  if (!anyUnspaced.test(plain)) return (plain.match(spaced) ?? []).map(cut);
  const words: string[] = [];
  for (const [run] of plain.matchAll(runs)) {
    if (!unspaced.test(run)) words.push(cut(run));
    else {
      const letters = Array.from(run);
      if (letters.length === 1) words.push(run);
      for (let index = 0; index + 2 <= letters.length; index++) words.push(letters[index]! + letters[index + 1]!);
    }
  }
  return words;
}

/** What may have other forms: `get_user-name`, `v1.2.3`, `.NET`, `C++`. */
const chunk = new RegExp(`\\.?${spacedLetter}+(?:[\\-_.,'’]${spacedLetter}+)*(?:\\+\\+|#)?`, 'gv');
const plainChunk = /^(?:\p{Lu}?[\p{Ll}\p{M}]+|\p{Lu}+|\p{N}+)$/u;
const partBorder = /[-_'’]|(?<=\p{Ll})(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})|(?<=\p{L})(?=\p{N})|(?<=\p{N})(?=\p{L})/u;
const MAX_PARTS = 8;

/**
 * What the words of a text may be looked for as, beside {@link tokenize}: `email` for `e-mail`; `user`, `name` and `username` for
 * `getUserName`; `1.2.3` for `v1.2.3`; `1234` for `1,234`; `c++`; `.net`; the letters of scripts without spaces.
 */
export function otherFormsOf(text: string): string[] {
  const folded = fold(text);
  const forms = anyUnspaced.test(folded) ? Array.from(folded).filter((each) => unspaced.test(each)) : [];
  for (const [each] of folded.matchAll(chunk)) if (!plainChunk.test(each)) forms.push(...formsOfChunk(each));
  return forms;
}

function formsOfChunk(text: string): string[] {
  const symbol = /^\.?(\p{L}(?:\+\+|#))$/u.exec(text)?.[1];
  const number = /^v?(\d[\d.,'’]*\d)$/iu.exec(text)?.[1];
  const forms = [
    ...(symbol ? [symbol] : []),
    ...Array.from(text.matchAll(/\.\p{L}[\p{L}\p{N}]*/gu), ([name]) => name),
    ...(number ? formsOfNumber(number) : text.split(/[.,]/).flatMap(formsOfName)),
  ];
  const words = new Set(wordsIn(text));
  return [...new Set(forms.map((form) => cut(lower(form))))].filter((form) => !words.has(form));
}

/** A number without what groups its digits, with a point; a version as it is. */
function formsOfNumber(number: string): string[] {
  const marks = number.match(/[.,'’]/g) ?? [];
  if (marks.length === 0) return [];
  const isGrouped = /^\d{1,3}(?:([.,'’])\d{3}(?:\1\d{3})*)(?:[.,]\d+)?$/.test(number);
  const [first, last] = [marks[0]!, marks.at(-1)!];
  if (!isGrouped) return [number.replaceAll(',', '.')];
  if (first !== last) return [number.replaceAll(first, '').replace(last, '.')];
  return [number.replaceAll(first, ''), number.replaceAll(',', '.')];
}

/** The parts of a compound, and all of its ends written as one. */
function formsOfName(name: string): string[] {
  const parts = name.split(partBorder).filter((part) => part !== '');
  if (parts.length < 2 || parts.length > MAX_PARTS) return [];
  const ends = parts.map((_, index) => parts.slice(index).join(''));
  return [...parts, ...ends].filter((form) => form.length > 1 || /\p{N}/u.test(form));
}

/** Words that say nothing about what a text is about. Left out of questions, unless nothing else is in them. */
const stopWords = new Set(
  (
    'a an the and or but if of to in on at by for from with without as is are was were be been being am do does did done has have had ' +
    'having will would shall should can could may might must it its this that these those there here he she they them his her their ' +
    'we us our you your i me my who whom whose what which when where why how many much some any also than then so such into about ' +
    'over under between during not no nor only own same too very s t'
  ).split(' '),
);

export const isStopWord = (word: string): boolean => stopWords.has(word);

/** The words of a question that are worth looking for, each once. */
export function questionWords(question: string): string[] {
  const words = [...new Set(tokenize(question))];
  const full = words.filter((word) => !isStopWord(word));
  return full.length > 0 ? full : words;
}

/** What to look for in documents: the words of a question and their other forms, but no single letters of pairs. */
export const soughtWords = (question: string): string[] => [
  ...new Set([...questionWords(question), ...otherFormsOf(question).filter((form) => !unspaced.test(form))]),
];

/**
 * The ways in which a text may have what was typed without a space: as it stands, as one word, in parts, without what groups
 * digits. In each of them all words are to be found.
 */
export function waysToWrite(typed: string): string[][] {
  const folded = fold(typed).replace(/^(?:(?!\.)\p{P})+|(?:(?!#)\p{P})+$/gu, '');
  // `C++` and `.NET` are more than the words in them.
  if (/^(?:\p{L}(?:\+\+|#)|\.\p{L}[\p{L}\p{N}]*)$/u.test(folded)) return [[lower(folded)]];
  const number = /^v?(\d[\d.,'’]*\d)$/iu.exec(folded)?.[1];
  const parts = folded.split(partBorder).filter((part) => part !== '');
  const isName =
    /^[^.,:/@]+$/.test(folded) && parts.length > 1 && parts.length <= MAX_PARTS && !anyUnspaced.test(folded);
  const ways = [
    wordsIn(folded),
    ...(number ? formsOfNumber(number).map((form) => [form]) : []),
    ...(isName && !number ? [[parts.join('')], parts] : []),
  ];
  const distinct = new Map(ways.map((way) => way.map((word) => cut(lower(word)))).map((way) => [way.join(' '), way]));
  return [...distinct.values()].filter((way) => way.length > 0);
}

/** Whether a word is made of letters that stand without spaces. */
export const isUnspaced = (word: string): boolean => unspaced.test(word);

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
export function charNgrams(word: string): string[] {
  if (word.length <= GRAM || unspaced.test(word)) return [];
  return Array.from({ length: word.length - GRAM + 1 }, (_, index) => `~${word.slice(index, index + GRAM)}`);
}

/** How often each stem is in a text, other forms of its words included; its length in words is without those. */
export function countStems(text: string): { counts: Map<string, number>; length: number } {
  const words = tokenize(text);
  const counts = new Map<string, number>();
  for (const word of [...words, ...otherFormsOf(text)]) {
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
