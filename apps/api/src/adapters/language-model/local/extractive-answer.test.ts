import { describe, expect, it } from 'vitest';
import type { GivenChunk } from '../../../ports/language-model.ts';
import { extractiveAnswer } from './extractive-answer.ts';
import { scoreSentences } from './sentence-scores.ts';
import { sentencesOf } from './sentences.ts';

const tower =
  'The Eiffel Tower is a wrought-iron tower in Paris. It was completed on 31 March 1889, two years after work began. ' +
  'Locally it is called the Iron Lady. The tower is 330 metres tall, about as tall as a building of 81 floors. ' +
  'It was designed by Maurice Koechlin and Émile Nouguier, who worked for Gustave Eiffel.';
const reef =
  'The Great Barrier Reef lies off the coast of Queensland. It is made of coral, and it can be seen from space.';

const chunk = (number: number, text: string, score: number, similarity: number | null): GivenChunk => ({
  number,
  text,
  score,
  similarity,
  documentName: `${number}.txt`,
});
const given = [chunk(1, tower, 1, 0.6), chunk(2, reef, 0.2, 0.1)];
const noVectors = async (): Promise<null> => null;

describe('sentencesOf', () => {
  it.each<[string, string[]]>([
    ['One. Two! Three? 4.5 is a number.', ['One.', 'Two!', 'Three?', '4.5 is a number.']],
    ['Dr. Smith met J. F. Kennedy. They talked.', ['Dr. Smith met J. F. Kennedy.', 'They talked.']],
    ['A heading\n\nText goes\non here. And here.', ['A heading', 'Text goes on here.', 'And here.']],
    ['Shopping:\n- milk\n- eggs', ['Shopping:', '- milk', '- eggs']],
    ['今天很好。我们走吧。', ['今天很好。', '我们走吧。']],
    ['… !\n\n—', []],
  ])('%j', (text, sentences) => expect(sentencesOf(text)).toEqual(sentences));

  it('cuts what has no end, and takes any text', () => {
    const long = sentencesOf('word '.repeat(10_000));
    expect(long.length).toBeLessThanOrEqual(200);
    expect(Math.max(...long.map((each) => each.length))).toBeLessThanOrEqual(500);
    expect(sentencesOf('x'.repeat(20_000))[0]).toHaveLength(500);
  });
});

describe('scoreSentences', () => {
  const best = (question: string): string => {
    const facts = sentencesOf(tower).map((text, position) => ({
      chunk: 0,
      position,
      text,
      chunkScore: 1,
      similarity: null,
    }));
    return scoreSentences(question, facts).toSorted((a, b) => b.score - a.score)[0]!.text;
  };

  it.each([
    ['When was the Eiffel Tower completed?', '1889'],
    ['How tall is the Eiffel Tower?', '330'],
    ['Who designed the tower?', 'Koechlin'],
    ['What is the tower called locally?', 'Iron Lady'],
  ])('%s', (question, answer) => expect(best(question)).toContain(answer));
});

describe('extractiveAnswer', () => {
  it('answers with one to three sentences of the passages and their numbers, briefly', async () => {
    const answer = await extractiveAnswer('When was the Eiffel Tower completed?', given, noVectors);
    expect(answer).toMatchObject({
      kind: 'found',
      text: expect.stringMatching(/31 March 1889, two years after work began\..*\[1\]/),
    });
    const text = answer.kind === 'found' ? answer.text : '';
    expect(text.split(' ').length).toBeLessThan(70);
    for (const sentence of text.replaceAll(/ \[\d\]/g, '').match(/[^.]+\./g)!)
      expect(`${tower} ${reef}`).toContain(sentence.trim());
  });

  it('says that it is not sure when what is near may not be the answer', async () => {
    const far = given.map((each) => ({ ...each, similarity: each.similarity! - 0.2 }));
    const answer = await extractiveAnswer('Which company painted the tower green?', far, noVectors);
    expect(answer).toMatchObject({
      kind: 'unsure',
      text: expect.stringMatching(/^I did not find a clear answer.*\n\n.*tower.*\[1\]/s),
    });
  });

  it('knows what is about something else', async () => {
    const off = given.map((each) => ({ ...each, similarity: 0.1 }));
    for (const question of ['How are you today?', 'Tell me a joke', 'lol', '?']) {
      expect(await extractiveAnswer(question, off, noVectors)).toEqual({ kind: 'offTopic' });
    }
    expect(await extractiveAnswer('Why?', [], noVectors)).toEqual({ kind: 'offTopic' });
  });

  it('goes by words where the embedder does not know the language or is missing', async () => {
    const german =
      'Der Kölner Dom ist eine römisch-katholische Kirche in Köln. Die Bauarbeiten begannen im Jahr 1248 und wurden 1880 beendet.';
    for (const similarity of [0.2, null]) {
      const answer = await extractiveAnswer(
        'Wann begannen die Bauarbeiten am Kölner Dom?',
        [chunk(1, german, 1, similarity)],
        noVectors,
      );
      expect(answer).toMatchObject({ kind: 'found', text: expect.stringContaining('1248') });
    }
    const without = given.map((each) => ({ ...each, similarity: null }));
    expect(await extractiveAnswer('How tall is the Eiffel Tower?', without, noVectors)).toMatchObject({
      kind: 'found',
    });
  });
});
