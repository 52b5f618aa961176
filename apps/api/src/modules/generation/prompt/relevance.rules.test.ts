import { describe, expect, it } from 'vitest';
import { isAboutChunks } from './relevance.rules.ts';

const chunk = (text: string, similarity: number | null) => ({
  number: 1,
  text,
  documentName: 'a.txt',
  score: 1,
  similarity,
});

describe('isAboutPassages', () => {
  it.each([
    ['hello there', [chunk('The warranty lasts two years.', 0.1)], false],
    ['How long is the warranty?', [chunk('The warranty lasts two years.', 0.7)], true],
    ['Wie lange gilt die Garantie?', [chunk('Die Garantie gilt zwei Jahre lang.', 0.2)], true],
    ['hello', [chunk('The warranty lasts two years.', null)], false],
    ['How many years is the warranty?', [chunk('The warranty lasts two years.', null)], true],
    ['hello', [], false],
  ])('%j with %j: %s', (question, chunks, expected) => expect(isAboutChunks(question, chunks)).toBe(expected));
});
