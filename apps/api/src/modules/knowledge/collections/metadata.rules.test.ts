import { describe, expect, it } from 'vitest';
import { parseMetadata } from './metadata.rules.ts';

describe('metadata', () => {
  it('is an object, or nothing', () => {
    expect(parseMetadata('{"year":2024,"tags":["a"]}')).toEqual({ year: 2024, tags: ['a'] });
    expect(parseMetadata(undefined)).toEqual({});
    expect(parseMetadata(' ')).toEqual({});
  });

  it.each([
    ['a list', '[1]'],
    ['null', 'null'],
    ['no JSON', '{'],
    ['too long', JSON.stringify({ text: 'x'.repeat(10_000) })],
    ['too deep', '{"a":'.repeat(9) + '1' + '}'.repeat(9)],
    ['extremely deep', '['.repeat(4_000) + ']'.repeat(4_000)],
    ['a number too large for JSON', '{"a":[{"b":1e400}]}'],
    ['a number too small for JSON', '{"a":-1e400}'],
    ['a number with too many digits', '{"account":12345678901234567890}'],
    ['a fraction with too many digits', '{"a":[0.1000000000000000055]}'],
    ['a NUL', '{"a":"\\u0000"}'],
    ['a lone surrogate', '{"a":"\\ud800"}'],
    ['a lone surrogate in a name', '{"\\ud800":1}'],
  ])('is refused when it is %s', (_what, text) => {
    expect(() => parseMetadata(text)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT', field: 'metadata' }));
  });

  it('changes no prototype', () => {
    parseMetadata('{"__proto__":{"isAdmin":true}}');
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });
});
