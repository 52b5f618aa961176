import { describe, expect, it } from 'vitest';
import { tokensOf } from '../../kernel/message-tokens.ts';
import {
  beginningOf,
  cleanSummary,
  firstPiece,
  isSummaryDue,
  messagesToCover,
  type OpenMessage,
  roomForPiece,
  shareThatFits,
  shortened,
  summaryLimits,
} from './summary.rules.ts';

/** A question and an answer of 46 tokens each, so 100 with what the format adds. */
const exchange = (number: number): OpenMessage[] => [
  { id: `q${number}`, role: 'USER', tokenCount: 46 },
  { id: `a${number}`, role: 'ASSISTANT', tokenCount: 46 },
];
const exchanges = (count: number): OpenMessage[] => Array.from({ length: count }, (_, index) => exchange(index)).flat();
const idsOf = (messages: readonly OpenMessage[]): string[] => messages.map(({ id }) => id);

describe('isSummaryDue', () => {
  it('says so when more than seven tenths are taken', () => {
    expect([700, 701].map((tokens) => isSummaryDue(tokens, 1_000))).toEqual([false, true]);
  });
});

describe('messagesToCover', () => {
  it('leaves half of what the history may take word for word, in whole exchanges', () => {
    expect(tokensOf(exchanges(8))).toBe(800);
    expect(idsOf(messagesToCover(exchanges(8), 1_000).flat())).toEqual(['q0', 'a0', 'q1', 'a1', 'q2', 'a2']);
    expect(messagesToCover(exchanges(8), 999)).toHaveLength(4);
  });

  it('never takes the newest exchange, however long', () => {
    const long = [
      ...exchanges(2),
      { id: 'q', role: 'USER', tokenCount: 5_000 },
      { id: 'a', role: 'ASSISTANT', tokenCount: 9 },
    ];
    expect(idsOf(messagesToCover(long, 1_000).flat())).toEqual(['q0', 'a0', 'q1', 'a1']);
    expect(messagesToCover(long.slice(4), 1_000)).toEqual([]);
    expect(messagesToCover([], 1_000)).toEqual([]);
  });

  it('begins no verbatim part with an answer', () => {
    const unequal = exchanges(6).map((message) => (message.role === 'USER' ? { ...message, tokenCount: 10 } : message));
    const covered = messagesToCover(unequal, 400).flat();
    expect(covered.at(-1)!.role).toBe('ASSISTANT');
  });
});

describe('pieces', () => {
  it('take as many exchanges as fit, and one in any case', () => {
    const all = messagesToCover(exchanges(8), 400);
    expect(idsOf(firstPiece(all, 250))).toEqual(['q0', 'a0', 'q1', 'a1']);
    expect(idsOf(firstPiece(all, 10))).toEqual(['q0', 'a0']);
  });

  it('shorten the messages of one that is too long by itself', () => {
    expect(shareThatFits(exchanges(2), 100)).toBe(0.5);
    expect(shareThatFits(exchanges(2), 1_000)).toBe(1);
  });

  it('leave room for the summary there is and the answer, but never have none', () => {
    const { summaryTokens, maxTokens } = summaryLimits(8_000, 3_000);
    expect([summaryTokens, maxTokens]).toEqual([1_000, 3_000]);
    const room = roomForPiece(8_000, summaryTokens, maxTokens);
    expect(room * 1.2 + 300 + summaryTokens + maxTokens).toBeLessThanOrEqual(8_000);
    expect(roomForPiece(400, 100, 200)).toBe(100);
  });
});

describe('summaryLimits', () => {
  it('grow with the window, up to a thousand tokens', () => {
    expect([200, 2_000, 100_000].map((budget) => summaryLimits(budget, 3_000).summaryTokens)).toEqual([50, 250, 1_000]);
  });

  it('ask for no more than the model writes', () => {
    expect(summaryLimits(100_000, 500).maxTokens).toBe(500);
  });
});

describe('texts', () => {
  it('that are too long keep their beginning and their end', () => {
    const text = 'begin ' + 'middle '.repeat(100) + 'end';
    const short = shortened(text, 0.1);
    expect(short).toMatch(/^begin .* \[…\] .*end$/);
    expect(short.length).toBeLessThan(text.length * 0.1 + 10);
    expect(shortened(text, 1)).toBe(text);
  });

  it('are cut between characters', () => {
    for (let share = 0; share < 1; share += 0.05) {
      expect(shortened('😀'.repeat(50), share).isWellFormed()).toBe(true);
      expect(beginningOf('😀'.repeat(50), share).isWellFormed()).toBe(true);
    }
  });

  it('of a model are made fit to keep', () => {
    expect(cleanSummary(' A\0 summary\uD800. \n')).toBe('A summary�.');
    expect(cleanSummary('\n ')).toBe('');
    expect(cleanSummary('<think>\nplan\n</think>\n```markdown\nA summary.\n```')).toBe('A summary.');
    expect(cleanSummary('<think>\nplan')).toBe('');
  });

  it('end with a sentence where they can', () => {
    expect(beginningOf('One is first. Two is second. Three is third.', 0.8)).toBe('One is first. Two is second.');
    expect(beginningOf('一です。二です。三です。', 0.8)).toBe('一です。二です。');
    expect(beginningOf('One is first. Unfinished', 1)).toBe('One is first. Unfinished');
    expect(beginningOf('x'.repeat(100), 0.5)).toHaveLength(50);
  });
});
