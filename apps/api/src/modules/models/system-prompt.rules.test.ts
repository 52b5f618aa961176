import { describe, expect, it } from 'vitest';
import { checkSystemPrompt } from './system-prompt.rules.ts';

describe('checkSystemPrompt', () => {
  it('takes 20,000 characters, and a blank one as none', () => {
    expect(checkSystemPrompt('x'.repeat(20_000))).toHaveLength(20_000);
    expect(checkSystemPrompt(' \n')).toBeNull();
    expect(checkSystemPrompt(null)).toBeNull();
  });

  it.each(['x'.repeat(20_001), 'a\0b', 'a\ud800'])('refuses what is too long or no text', (text) => {
    expect(() => checkSystemPrompt(text)).toThrow(
      expect.objectContaining({ code: 'BAD_USER_INPUT', field: 'systemPrompt' }),
    );
  });
});
