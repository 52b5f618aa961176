import { describe, expect, it } from 'vitest';
import { pieces } from './pieces.ts';

const cases: Record<string, string> = {
  'an empty text': '',
  'a short text': 'hello',
  prose: 'The quick brown fox, it’s said, jumps over 42 lazy dogs.\n\nThen it goes home; don’t ask why. '.repeat(100),
  'one long word': 'x'.repeat(10_000),
  'surrogate pairs': '👩‍👩‍👧‍👦🚀'.repeat(900),
  'lone surrogates': '\ud83d'.repeat(3_000),
  'line breaks': '\n'.repeat(2_000),
};

describe('pieces', () => {
  it.each(Object.entries(cases))('of %s are the text, in order, and short', (_name, text) => {
    const cut = [...pieces(text)];
    expect(cut.join('')).toBe(text);
    expect(cut.every((piece) => piece.length > 0 && piece.length <= 256)).toBe(true);
  });

  it('never part a surrogate pair', () => {
    for (let shift = 0; shift < 3; shift++) {
      const cut = [...pieces('a'.repeat(shift) + '🚀'.repeat(1_000))];
      expect(cut.every((piece) => piece.isWellFormed())).toBe(true);
    }
  });
});
