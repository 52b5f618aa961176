import { englishScore } from './english-score.ts';
import { charNgrams, questionWords, stemOf, tokenize } from './terms.ts';

/** Cosine of all-MiniLM-L6-v2 below which a passage is, by measurement, about something else or the question small talk. */
const SAME_TOPIC = 0.37;
/** The embedder knows the language of texts that look this English. */
const KNOWN_LANGUAGE = 0.4;
/** Part of the question's words a text must have when it goes by words alone, and how much they must weigh together. */
const SHARED_WORDS = 0.3;
const SHARED_WEIGHT = 2;
const SAME_WORD = 0.5;
const LONG_WORD = 7;

/** True when a cosine to a text says something: the embedder knows English only. */
export const isComparable = (text: string): boolean => englishScore(text) >= KNOWN_LANGUAGE;

/**
 * True when a question has anything to do with a text that was found for it, by meaning or by words. "Hello" and
 * "How are you?" have nothing to do with any.
 * @param similarity cosine, or null where nothing was compared by meaning.
 */
export function isAboutText(question: string, text: string, similarity: number | null): boolean {
  const isKnown = isComparable(text);
  if (similarity !== null && isKnown && similarity >= SAME_TOPIC) return true;
  const words = questionWords(question);
  const matched = words.filter(matcherOf(text));
  const names = namesOf(question);
  const weightOf = (word: string): number =>
    /\d/.test(word) || names.has(word) || (!isKnown && word.length >= LONG_WORD) ? SHARED_WEIGHT : 1;
  const weight = matched.reduce((sum, word) => sum + weightOf(word), 0);
  return weight >= SHARED_WEIGHT && matched.length >= SHARED_WORDS * words.length;
}

/** Tells whether a text has a word, or one that shares half of its letters in order. */
function matcherOf(text: string): (word: string) => boolean {
  const words = new Set(tokenize(text));
  const stems = new Set([...words].map(stemOf));
  const grams = new Set([...words].flatMap(charNgrams));
  return (word) => {
    if (stems.has(stemOf(word))) return true;
    const own = charNgrams(word);
    return own.length > 0 && own.filter((gram) => grams.has(gram)).length >= SAME_WORD * own.length;
  };
}

/** Words with a capital that do not begin the question. */
function namesOf(question: string): Set<string> {
  const capitals = [...question.matchAll(/(?<=\S\s+)\p{Lu}[\p{L}\p{N}]*/gu)].map(([word]) => word);
  return new Set(capitals.flatMap(tokenize));
}
