import { describe, expect, it } from 'vitest';
import { isBlank, name, optionalText } from './text.ts';
import { z } from './z.ts';

describe('blank text', () => {
  it.each([
    '',
    ' \t\r\n',
    '\u00a0\u2007\u3000',
    ' \u00a0\u200b\u2060\ufeff',
    '\u200e\u202e\u00ad',
    '\u115f\u1160\u3164\uffa0',
    '\u034f\u180e\ufe0f',
    '\u{e0041}\u{e007f}',
    '\u2800',
    '\u0000\u001b',
    '\u2028\u2029',
  ])('%j', (text) => {
    expect(isBlank(text)).toBe(true);
    expect(name(100).safeParse(text).error?.issues[0]?.message).toBe('must not be empty.');
    expect(z.parse(optionalText(100), text)).toBeNull();
  });

  it.each(['.', '😀', '\u200b.', 'ㄱ', 'א', '\u0301', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '\ue000'])('is not %j', (text) => {
    expect(isBlank(text)).toBe(false);
    expect(z.parse(name(100), text)).toBe(text);
    expect(z.parse(optionalText(100), ` ${text}`)).toBe(` ${text}`);
  });
});
