import { englishness } from '../../../kernel/englishness.ts';
import type { GivenPassage } from '../../../ports/language-model.ts';
import { coverageOf, scoreSentences, type ScoredSentence, type SentenceFacts } from './sentence-scores.ts';
import { sentencesOf } from './sentences.ts';

/** Cosines of texts to a question, in order; null where nothing can be compared by meaning. */
export type Compare = (question: string, texts: readonly string[]) => Promise<readonly number[] | null>;

/** Passages that are less like the question than this are about something else. */
const OFF_TOPIC = 0.37;
/** Likeness plus half the words in common: what has less does not answer the question. */
const ANSWERS = 0.68;
/** The same by words alone, in languages and setups without a likeness to go by. */
const OFF_TOPIC_COVERAGE = 0.15;
const ANSWERS_COVERAGE = 0.45;
const MAX_PASSAGES = 5;
const MAX_SENTENCES = 3;
/** What an answer of several sentences may have, in words. */
const WORD_BUDGET = 52;
/** A further sentence must be this likely in comparison to the best one. */
const CLOSE = 0.45;
const SHOWN_PASSAGES = 3;
const SHOWN_WORDS = 25;

export type ExtractiveAnswer =
  /** The question has nothing to do with the passages. */
  { kind: 'offTopic' } | { kind: 'notFound'; text: string } | { kind: 'found'; text: string };

/**
 * Answers by the best sentences of passages, word for word, with their numbers. It reads no meaning: it may
 * be wrong where a passage looks like the answer, and never says that it is certain.
 */
export async function extractiveAnswer(
  question: string,
  passages: readonly GivenPassage[],
  compare: Compare,
): Promise<ExtractiveAnswer> {
  const given = passages.slice(0, MAX_PASSAGES);
  const fit = fitOf(question, given);
  if (fit === 'offTopic') return { kind: 'offTopic' };
  if (fit === 'notFound') return { kind: 'notFound', text: closest(given) };
  const sentences = given.flatMap((passage, index) =>
    sentencesOf(passage.text).map((text, position): SentenceFacts => ({
      passage: index,
      position,
      text,
      passageScore: passage.score,
      similarity: null,
    })),
  );
  const similarities = isComparable(given)
    ? await compare(
        question,
        sentences.map(({ text }) => text),
      )
    : null;
  const facts = sentences.map((sentence, index) => ({ ...sentence, similarity: similarities?.[index] ?? null }));
  const chosen = choose(scoreSentences(question, facts));
  return { kind: 'found', text: inWords(chosen, given) };
}

/** Likeness says nothing about texts in a language the embedder does not know. */
const isComparable = (passages: readonly GivenPassage[]): boolean =>
  passages.some(({ text, similarity }) => similarity !== null && englishness(text) >= 0.4);

function fitOf(question: string, passages: readonly GivenPassage[]): 'offTopic' | 'notFound' | 'found' {
  const texts = passages.map(({ text }) => text);
  const coverage = Math.max(0, ...texts.map((text, index) => coverageOf(question, text, texts.toSpliced(index, 1))));
  if (isComparable(passages)) {
    const similarity = Math.max(...passages.map((passage) => passage.similarity ?? -1));
    if (similarity < OFF_TOPIC && coverage < ANSWERS_COVERAGE * 2) return 'offTopic';
    return similarity + 0.5 * coverage < ANSWERS ? 'notFound' : 'found';
  }
  if (coverage < OFF_TOPIC_COVERAGE) return 'offTopic';
  return coverage < ANSWERS_COVERAGE ? 'notFound' : 'found';
}

/** The best sentence and those that are nearly as good, as many as stay short, in reading order. */
function choose(scored: ScoredSentence[]): ScoredSentence[] {
  const ranked = scored.toSorted((a, b) => b.score - a.score || a.passage - b.passage || a.position - b.position);
  const chosen: ScoredSentence[] = [];
  let left = WORD_BUDGET;
  for (const sentence of ranked) {
    const length = sentence.text.split(' ').length;
    const isFirst = chosen.length === 0;
    if (!isFirst && (length > left || sentence.score < CLOSE * ranked[0]!.score || repeats(sentence, chosen))) continue;
    chosen.push(sentence);
    left -= length;
    if (chosen.length === MAX_SENTENCES) break;
  }
  return chosen.sort((a, b) => a.passage - b.passage || a.position - b.position);
}

const repeats = ({ text }: ScoredSentence, chosen: readonly ScoredSentence[]): boolean =>
  chosen.some((other) => other.text.includes(text) || text.includes(other.text));

/** Sentences of one passage that follow each other share its number. */
function inWords(chosen: readonly ScoredSentence[], passages: readonly GivenPassage[]): string {
  return chosen
    .map(({ text, passage }, index) => {
      const isLast = chosen[index + 1]?.passage !== passage;
      return isLast ? `${text} [${passages[passage]!.number}]` : text;
    })
    .join(' ');
}

function closest(passages: readonly GivenPassage[]): string {
  const listed = passages.slice(0, SHOWN_PASSAGES).map(({ number, documentName, text }) => {
    const words = text.split(/\s+/);
    const start = words.slice(0, SHOWN_WORDS).join(' ');
    return `- ${plainName(documentName)}: “${start}${words.length > SHOWN_WORDS ? ' …' : ''}” [${number}]`;
  });
  return `I did not find an answer to that in your documents. The closest passages are:\n\n${listed.join('\n')}`;
}

/** A file name as text, whatever Markdown is in it. */
const plainName = (name: string): string => name.replace(/[\s\p{C}]+/gu, ' ').replace(/[\\`*_[\]<>#|~!]/g, '\\$&');
