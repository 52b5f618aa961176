import { describe, expect, it } from 'vitest';
import { isAboutPassages } from './relevance.rules.ts';

const passage = (text: string, similarity: number | null) => ({
  number: 1,
  text,
  documentName: 'a.txt',
  score: 1,
  similarity,
});

describe('isAboutPassages', () => {
  it.each([
    ['hello there', [passage('The warranty lasts two years.', 0.1)], false],
    ['How long is the warranty?', [passage('The warranty lasts two years.', 0.7)], true],
    ['Wie lange gilt die Garantie?', [passage('Die Garantie gilt zwei Jahre lang.', 0.2)], true],
    ['hello', [passage('The warranty lasts two years.', null)], false],
    ['How many years is the warranty?', [passage('The warranty lasts two years.', null)], true],
    ['hello', [], false],
  ])('%j with %j: %s', (question, passages, expected) => expect(isAboutPassages(question, passages)).toBe(expected));
});
