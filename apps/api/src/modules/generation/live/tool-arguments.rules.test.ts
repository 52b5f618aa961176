import { describe, expect, it } from 'vitest';
import { toolArguments } from './tool-arguments.rules.ts';

describe('the arguments of a tool', () => {
  it.each<[string, unknown]>([
    ['{"a":[1,true,null,{"b":"c"}]}', { a: [1, true, null, { b: 'c' }] }],
    ['', {}],
    ['"just text"', 'just text'],
    ['null', {}],
    ['1e999', '1e999'],
    ['{"id":12345678901234567890,"n":[1.0,0.1]}', { id: '12345678901234567890', n: [1, 0.1] }],
    ['{"a":', '{"a":'],
  ])('of %s', (text, value) => {
    expect(toolArguments(text)).toEqual(value);
  });

  it('lose NUL and lone surrogates in keys and texts, however deep', () => {
    const text = String.raw`{"k\u0000ey":["a\u0000b",{"\ud800":"\udc00x"}],"pair":"\ud83c\udf0a"}`;
    expect(toolArguments(text)).toEqual({ key: ['ab', { '\ufffd': '\ufffdx' }], pair: '🌊' });
    expect(toolArguments(String.raw`"\u0000"`)).toBe('');
    expect(toolArguments('not JSON \0 \ud800')).toBe('not JSON  \ufffd');
  });

  it('keep the name of every field', () => {
    expect(JSON.stringify(toolArguments('{"__proto__":{"a":1}}'))).toBe('{"__proto__":{"a":1}}');
  });

  it('stay text when they are nested too deeply to store', () => {
    const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
    expect(toolArguments(nested(64))).toEqual(JSON.parse(nested(64)));
    expect(toolArguments(nested(65))).toBe(nested(65));
    expect(toolArguments(nested(100_000))).toBe(nested(100_000));
  });
});
