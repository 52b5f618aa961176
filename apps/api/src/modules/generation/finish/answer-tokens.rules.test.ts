import type { Part } from '@parley/run-events';
import { describe, expect, it } from 'vitest';
import { reportedTextTokens } from './answer-tokens.rules.ts';

const text = 'An answer of some words.';
const parts: Part[] = [{ type: 'text', id: '1', text }];
const usage = { promptTokens: 20, completionTokens: 6 };

describe('reportedTextTokens', () => {
  it('takes what the provider counted, without thoughts it did not show', () => {
    expect(reportedTextTokens(parts, text, '', usage)).toBe(6);
    const hidden = { promptTokens: 20, completionTokens: 1_006, reasoningTokens: 1_000 };
    expect(reportedTextTokens(parts, text, '', hidden)).toBe(6);
    expect(reportedTextTokens([], '', '', { promptTokens: 20, completionTokens: 0 })).toBe(0);
  });

  it('leaves it to be counted when the report is missing, about more than the text, or nonsense', () => {
    expect(reportedTextTokens(parts, text, '', null)).toBeNull();
    expect(reportedTextTokens(parts, text, 'An answer', usage)).toBeNull();
    const thought: Part = { type: 'reasoning', id: '2', text: 'Hm.' };
    expect(reportedTextTokens([thought, ...parts], text, '', usage)).toBeNull();
    expect(reportedTextTokens(parts, text, '', { promptTokens: 20, completionTokens: 0 })).toBeNull();
    expect(reportedTextTokens(parts, text, '', { promptTokens: 20, completionTokens: 5_000 })).toBeNull();
  });
});
