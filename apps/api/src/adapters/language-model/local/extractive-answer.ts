import { isAboutText, isComparable } from '../../../text-search/relevance.ts';
import type { GivenChunk } from '../../../ports/language-model.ts';
import { coverageOf, scoreSentences, type ScoredSentence, type SentenceFacts } from './sentence-scores.ts';
import { sentencesOf } from './sentences.ts';

/** Cosines of texts to a question, in order; null where nothing can be compared by meaning. */
export type Compare = (question: string, texts: readonly string[]) => Promise<readonly number[] | null>;

/** Likeness plus half the words in common: what has less may not answer the question. */
const ANSWERS = 0.6;
/** The same by words alone, in languages and setups without a likeness to go by. */
const ANSWERS_COVERAGE = 0.2;
const MAX_CHUNKS = 5;
const MAX_SENTENCES = 3;
/** What an answer of several sentences may have, in words. */
const WORD_BUDGET = 52;
/** A further sentence must be this likely in comparison to the best one. */
const CLOSE = 0.45;

export type ExtractiveAnswer =
  /** The question has nothing to do with the chunks. */
  | { kind: 'offTopic' }
  /** What is nearest, with a word that it may not be the answer. */
  | { kind: 'unsure'; text: string }
  | { kind: 'found'; text: string };

const unsure = 'I did not find a clear answer to that in your documents. This comes closest:';

/**
 * Answers by the best sentences of chunks, word for word, with their numbers. It reads no meaning: it may
 * be wrong where a chunk looks like the answer, and never says that it is certain.
 */
export async function extractiveAnswer(
  question: string,
  chunks: readonly GivenChunk[],
  compare: Compare,
): Promise<ExtractiveAnswer> {
  const given = chunks.slice(0, MAX_CHUNKS);
  if (!given.some(({ text, similarity }) => isAboutText(question, text, similarity))) return { kind: 'offTopic' };
  const sentences = given.flatMap((chunk, index) =>
    sentencesOf(chunk.text).map((text, position): SentenceFacts => ({
      chunk: index,
      position,
      text,
      chunkScore: chunk.score,
      similarity: null,
    })),
  );
  const isLike = given.some(({ text, similarity }) => similarity !== null && isComparable(text));
  const similarities = isLike
    ? await compare(
        question,
        sentences.map(({ text }) => text),
      )
    : null;
  const facts = sentences.map((sentence, index) => ({ ...sentence, similarity: similarities?.[index] ?? null }));
  const text = inWords(choose(scoreSentences(question, facts)), given);
  return mayAnswer(question, given) ? { kind: 'found', text } : { kind: 'unsure', text: `${unsure}\n\n${text}` };
}

/** False when even the best chunk has little to do with the question. */
function mayAnswer(question: string, chunks: readonly GivenChunk[]): boolean {
  const texts = chunks.map(({ text }) => text);
  return chunks.some(({ text, similarity }, index) => {
    const coverage = coverageOf(question, text, texts.toSpliced(index, 1));
    return similarity !== null && isComparable(text)
      ? similarity + 0.5 * coverage >= ANSWERS
      : coverage >= ANSWERS_COVERAGE;
  });
}

/** The best sentence and those that are nearly as good, as many as stay short, in reading order. */
function choose(scored: ScoredSentence[]): ScoredSentence[] {
  const ranked = scored.toSorted((a, b) => b.score - a.score || a.chunk - b.chunk || a.position - b.position);
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
  return chosen.sort((a, b) => a.chunk - b.chunk || a.position - b.position);
}

const repeats = ({ text }: ScoredSentence, chosen: readonly ScoredSentence[]): boolean =>
  chosen.some((other) => other.text.includes(text) || text.includes(other.text));

/** Sentences of one chunk that follow each other share its number. */
function inWords(chosen: readonly ScoredSentence[], chunks: readonly GivenChunk[]): string {
  return chosen
    .map(({ text, chunk }, index) => {
      const isLast = chosen[index + 1]?.chunk !== chunk;
      return isLast ? `${text} [${chunks[chunk]!.number}]` : text;
    })
    .join(' ');
}
