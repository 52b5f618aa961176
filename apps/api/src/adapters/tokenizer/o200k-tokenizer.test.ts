import { countTokens as countWhole } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, it } from 'vitest';
import { createTokenizer } from './index.ts';

const tokenizer = createTokenizer();

/** A small repeatable generator, so that a failing case can be run again. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

const WORDS = [
  'the',
  'Parley',
  "don't",
  'naïve',
  'Straße',
  'вопрос',
  '漢字',
  'été',
  '3.14',
  '100',
  'x',
  'supercalifragilistic',
  'URL',
  '- item',
  '"quoted"',
  '(so)',
  '`code`',
  '😀',
  'a\tb',
  'if (x) {',
  '}',
  '//',
  '#',
  '<p>',
];
const GAPS = [' ', ' ', ' ', ' ', ', ', '. ', '\n', '\n\n', '  ', '; ', '\r\n', ' - '];

function randomText(next: () => number, words: number): string {
  const pick = (list: string[]) => list[Math.floor(next() * list.length)]!;
  return Array.from({ length: words }, () => pick(WORDS) + pick(GAPS)).join('');
}

describe('O200kTokenizer', () => {
  it('counts as the reference does', () => {
    expect(tokenizer.countTokens('')).toBe(0);
    expect(tokenizer.countTokens('hello world')).toBe(2);
    expect(tokenizer.countTokens('Parley is a self-hosted chat for many language models.')).toBe(
      countWhole('Parley is a self-hosted chat for many language models.'),
    );
  });

  it('gives long text of words the count of the whole', async () => {
    const next = randomNumbers(7);
    for (let round = 0; round < 40; round++) {
      const text = randomText(next, 600);
      const count = await tokenizer.countTokensInSlices(text);
      expect(count, `round ${round}`).toBe(countWhole(text));
      expect(tokenizer.countTokens(text)).toBe(count);
    }
  });

  it('is off by no more than a token a piece without words to cut at', () => {
    for (const text of ['漢字仮名交じり文'.repeat(200), 'x'.repeat(2_000), '!'.repeat(2_000)]) {
      expect(Math.abs(tokenizer.countTokens(text) - countWhole(text))).toBeLessThanOrEqual(
        Math.ceil(text.length / 256),
      );
    }
  });

  it('takes special tokens and broken Unicode for plain text', () => {
    expect(tokenizer.countTokens('<|endoftext|>')).toBeGreaterThan(1);
    expect(tokenizer.countTokens('<|im_start|>system<|im_end|>')).toBeGreaterThan(5);
    expect(tokenizer.countTokens('\ud800 \0')).toBeGreaterThan(0);
  });

  it('lets other work run while it counts a long text', async () => {
    let turns = 0;
    let isDone = false;
    const other = (): void => {
      turns++;
      if (!isDone) setImmediate(other);
    };
    setImmediate(other);
    const count = await tokenizer.countTokensInSlices('漢字仮名交じり文'.repeat(20_000));
    isDone = true;
    expect(count).toBeGreaterThan(100_000);
    expect(turns).toBeGreaterThan(3);
  });
});
