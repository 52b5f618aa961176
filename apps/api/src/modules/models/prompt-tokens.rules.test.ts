import { expect, it } from 'vitest';
import { promptTokens } from './prompt-tokens.rules.ts';

it('adds what the chat format needs for each message and for the answer', () => {
  expect(promptTokens([])).toBe(3);
  expect(promptTokens([10, 5])).toBe(10 + 4 + 5 + 4 + 3);
});
