import { describe, expect, it } from 'vitest';
import { Bm25, inverseFrequency, saturation } from '../indexing/bm25.rules.ts';
import { fuse } from './fusion.rules.ts';
import { highlightsOf } from './highlights.rules.ts';
import { englishScore } from '../../../text-search/english-score.ts';

describe('Bm25', () => {
  const counts = new Map([
    ['tower', 2],
    ['pari', 50],
  ]);
  const statistics = { chunkCount: 100, averageLength: 4, countOf: (term: string) => counts.get(term) ?? 0 };

  it('is the sum over words of rarity times saturated frequency', () => {
    const bm25 = new Bm25(['tower', 'paris'], statistics, 0);
    const expected = inverseFrequency(100, 2) * saturation(2, 4, 4) + inverseFrequency(100, 50) * saturation(1, 4, 4);
    expect(bm25.score('Tower, towers, Paris, night')).toBeCloseTo(expected, 10);
    expect(bm25.score('nothing of it')).toBe(0);
  });

  it('prefers rare words, more of them, and shorter texts', () => {
    const bm25 = new Bm25(['tower', 'paris'], statistics, 0);
    expect(bm25.score('tower a b c')).toBeGreaterThan(bm25.score('paris a b c'));
    expect(bm25.score('tower tower b c')).toBeGreaterThan(bm25.score('tower a b c'));
    expect(bm25.score('tower a')).toBeGreaterThan(bm25.score('tower a b c d e f g'));
  });

  it('finds other forms by runs of letters', () => {
    expect(new Bm25(['fernsehturmbau'], statistics, 1).score('Fernsehtürme')).toBeGreaterThan(3);
    expect(new Bm25(['fernsehturmbau'], statistics, 0).score('Fernsehtürme')).toBe(0);
    expect(new Bm25(['fernsehturms'], statistics, 1).score('Wohnhaus')).toBe(0);
  });
});

describe('fuse', () => {
  it('weighs words by their best and meaning by its range', () => {
    const scored = fuse(
      [
        { chunkId: 'words', lexical: 8, similarity: 0.2 },
        { chunkId: 'meaning', lexical: 0, similarity: 0.6 },
        { chunkId: 'both', lexical: 6, similarity: 0.5 },
        { chunkId: 'no vector', lexical: 4, similarity: null },
      ],
      0.4,
    );
    expect(scored.map(({ chunkId, score }) => [chunkId, Number(score.toFixed(3))])).toEqual([
      ['both', 0.75],
      ['words', 0.6],
      ['meaning', 0.4],
      ['no vector', 0.3],
    ]);
  });

  it('copes with nothing, one candidate, and no words in common', () => {
    expect(fuse([], 0.4)).toEqual([]);
    expect(fuse([{ chunkId: 'a', lexical: 0, similarity: 0.3 }], 0.4)[0]!.score).toBeCloseTo(0.4);
    expect(fuse([{ chunkId: 'a', lexical: 2, similarity: null }], 0)[0]!.score).toBe(1);
  });
});

describe('englishScore', () => {
  it.each([
    ['The tower was built by the company of a man who had worked on the bridges of the city for many years.', 0.9, 1],
    [
      'Der Turm wurde von einer Firma gebaut, deren Gründer lange an den Brücken der Stadt gearbeitet hatte und dann starb.',
      0,
      0.3,
    ],
    ['Башня была построена компанией, основатель которой долго работал над мостами города.', 0, 0],
    ['', 0.5, 0.5],
  ])('%s', (text, low, high) => {
    expect(englishScore(text)).toBeGreaterThanOrEqual(low);
    expect(englishScore(text)).toBeLessThanOrEqual(high);
  });
});

it('marks the words of a question in a text, whatever their form', () => {
  const text = 'Towers in Paris: the tower.';
  const marked = highlightsOf('Which tower is in Paris?', text).map(({ start, end }) => text.slice(start, end));
  expect(marked).toEqual(['Towers', 'Paris', 'tower']);
});
