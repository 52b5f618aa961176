import { charNgrams, isStopWord, questionWords, stemOf, tokenize } from '../../../text-search/terms.ts';

/** A sentence of a chunk, and what is known of both. */
export interface SentenceFacts {
  /** Which chunk it is of, and its place there. */
  chunk: number;
  position: number;
  text: string;
  /** 0 to 1, of its chunk. */
  chunkScore: number;
  /** Cosine to the question; null where nothing is compared by meaning. */
  similarity: number | null;
}

export interface ScoredSentence extends SentenceFacts {
  score: number;
  /** How much of the question its words cover, 0 to 1. */
  coverage: number;
}

/** A small logistic model: what each sign says for a sentence that holds the answer. */
const weights = {
  coverage: 2.4,
  neighbours: 0.8,
  bigrams: 0.8,
  similarity: 3,
  chunk: 2.6,
  answerType: 1.1,
  novelty: 0.8,
};
const BIAS = -4;
const FEW_WORDS = 5;
const SHORT_PENALTY = 0.8;

/** Scores sentences by how likely they hold the answer, 0 to 1. Sentences of a chunk must be in order. */
export function scoreSentences(question: string, sentences: readonly SentenceFacts[]): ScoredSentence[] {
  const asked = questionWords(question).map(stemOf);
  const words = sentences.map(({ text }) => tokenize(text));
  const stems = words.map((each) => new Set(each.map(stemOf)));
  const rarity = rarityOf(asked, stems);
  const total = asked.reduce((sum, stem) => sum + rarity(stem), 0) || 1;
  const grams = stems.map((each) => new Set([...each].flatMap(charNgrams)));
  const coverages = stems.map(
    (own, index) => asked.reduce((sum, stem) => sum + rarity(stem) * matchOf(stem, own, grams[index]!), 0) / total,
  );
  const pairs = pairsOf(tokenize(question));
  const expected = expectedAnswer(question);
  const isOfQuestion = new Set(tokenize(question).map(stemOf));
  return sentences.map((sentence, index) => {
    const near = [index - 1, index + 1].filter((other) => sentences[other]?.chunk === sentence.chunk);
    const neighbours = Math.max(0, ...near.map((other) => coverages[other]!));
    const own = words[index]!;
    const shared = pairs.length ? share(pairs, new Set(pairsOf(own))) : 0;
    const news = own.filter((word) => !isStopWord(word) && !isOfQuestion.has(stemOf(word))).length;
    const sum =
      BIAS +
      weights.coverage * coverages[index]! +
      weights.neighbours * neighbours +
      weights.bigrams * shared +
      weights.similarity * (sentence.similarity ?? coverages[index]! * 0.6) +
      weights.chunk * sentence.chunkScore +
      weights.answerType * (expected?.(sentence.text, isOfQuestion) ? 1 : 0) +
      weights.novelty * Math.min(1, news / 4) -
      (own.length < FEW_WORDS ? SHORT_PENALTY : 0);
    return { ...sentence, coverage: coverages[index]!, score: 1 / (1 + Math.exp(-sum)) };
  });
}

/** How much of the question a text covers, rare words counting more, 0 to 1. */
export function coverageOf(question: string, text: string, others: readonly string[]): number {
  const asked = questionWords(question).map(stemOf);
  const stems = [text, ...others].map((each) => new Set(tokenize(each).map(stemOf)));
  const rarity = rarityOf(asked, stems);
  const grams = new Set([...stems[0]!].flatMap(charNgrams));
  const total = asked.reduce((sum, stem) => sum + rarity(stem), 0) || 1;
  return asked.reduce((sum, stem) => sum + rarity(stem) * matchOf(stem, stems[0]!, grams), 0) / total;
}

function rarityOf(asked: readonly string[], texts: readonly ReadonlySet<string>[]): (stem: string) => number {
  const rarities = new Map(
    asked.map((stem) => {
      const count = texts.filter((text) => text.has(stem)).length;
      // A word that no text has does not tell them apart; it may only be said differently.
      const factor = count === 0 ? 0.5 : 1;
      return [stem, factor * Math.log(1 + (texts.length - count + 0.5) / (count + 0.5))];
    }),
  );
  return (stem) => rarities.get(stem) ?? 0;
}

/** 1 for the same stem, less for a word that shares most of its letters. */
function matchOf(stem: string, stems: ReadonlySet<string>, grams: ReadonlySet<string>): number {
  if (stems.has(stem)) return 1;
  const own = charNgrams(stem);
  const part = own.length > 0 ? share(own, grams) : 0;
  return part >= 0.5 ? part * 0.7 : 0;
}

const share = (wanted: readonly string[], there: ReadonlySet<string>): number =>
  wanted.filter((each) => there.has(each)).length / wanted.length;

function pairsOf(words: readonly string[]): string[] {
  const stems = words.filter((word) => !isStopWord(word)).map(stemOf);
  return stems.slice(1).map((stem, index) => `${stems[index]} ${stem}`);
}

type Expectation = (sentence: string, isOfQuestion: ReadonlySet<string>) => boolean;

const year = /\b(?:1\d|20)\d\d\b|\b\d{1,4} ?(?:BC|BCE|AD|CE)\b/;
const month =
  /\b(?:Jan(?:uary)?|Feb(?:ruary)?|March|April|May|June|July|August|Sept(?:ember)?|October|November|December)\b/;
const time =
  /\b(?:century|centuries|decade|yesterday|today|\d{1,2}:\d\d|\d{2}s|morning|night|spring|summer|autumn|winter)\b/i;
const number =
  /\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundred|thousand|million|billion|dozen|half|percent|third|quarter|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn)\b/i;
const reason =
  /\b(?:because|since|due to|as a result|therefore|in order to|so that|caused|leads? to|weil|denn|damit)\b/i;
const name = /\p{Lu}[\p{L}'’-]+/gu;

/** A name that is not in the question; the first word of a sentence is no name by its capital. */
const hasNewName: Expectation = (sentence, isOfQuestion) =>
  [...sentence.matchAll(name)].some(
    ({ 0: found, index }) =>
      index > 0 && !isStopWord(found.toLowerCase()) && !tokenize(found).some((word) => isOfQuestion.has(stemOf(word))),
  );

const expectations: readonly (readonly [RegExp, Expectation])[] = [
  [
    /\b(?:when|what (?:year|date|day|month|time|century|decade)|which (?:year|date|day|month|century|decade)|wann|cuándo|когда)\b/i,
    (sentence) => year.test(sentence) || month.test(sentence) || time.test(sentence),
  ],
  [
    /\bhow (?:many|much|long|far|old|tall|high|big|large|often|deep|wide|fast|heavy)\b|\bwhat (?:percentage|number|amount|population|size)\b|\b(?:wie ?viele?|wie (?:hoch|groß|lang|alt))\b/i,
    (sentence) => number.test(sentence),
  ],
  [/\b(?:who|whom|whose|wer)\b/i, hasNewName],
  [
    /\b(?:where|which (?:city|country|state|place|town|river|region)|what (?:city|country|state|place|town|river|region)|wo)\b/i,
    hasNewName,
  ],
  [/\b(?:why|warum|weshalb)\b/i, (sentence) => reason.test(sentence)],
];

/** What the answer to a question must have in it, where the question tells. */
function expectedAnswer(question: string): Expectation | undefined {
  return expectations.find(([form]) => form.test(question))?.[1];
}
