import { isStopWord } from './terms.ts';

const word = /\p{L}+/gu;
/** Part of the words of English prose that are empty words is about 0.4; of other languages below 0.12 by chance. */
const CERTAINLY_ENGLISH = 0.25;
const CERTAINLY_NOT = 0.12;
const READ_CHARACTERS = 2_000;

/** How much a text looks like English prose, 0 to 1. Texts with few words, such as tables, are in between. */
export function englishScore(text: string): number {
  const words = text.slice(0, READ_CHARACTERS).toLowerCase().match(word) ?? [];
  if (words.length === 0) return 0.5;
  const latin = words.filter((each) => /^[a-z]+$/.test(each)).length / words.length;
  if (latin < 0.5) return 0;
  const share = words.filter(isStopWord).length / words.length;
  const judged = Math.min(1, Math.max(0, (share - CERTAINLY_NOT) / (CERTAINLY_ENGLISH - CERTAINLY_NOT)));
  // A few words tell little.
  const certainty = Math.min(1, words.length / 20);
  return certainty * judged + (1 - certainty) * 0.5;
}

/** How much texts look like English on average; 1 for none. */
export const meanEnglishScore = (texts: readonly string[]): number =>
  texts.length === 0 ? 1 : texts.reduce((sum, text) => sum + englishScore(text), 0) / texts.length;
