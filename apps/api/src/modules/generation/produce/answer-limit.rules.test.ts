import { describe, expect, it } from 'vitest';
import { fitting, sizeOf } from './answer-limit.rules.ts';

const text = (delta: string) => ({ type: 'text', delta }) as const;
const call = { type: 'toolCall', id: '1', name: 'clock', arguments: '{}' } as const;

describe('the limit of an answer', () => {
  it('counts text and calls', () => {
    expect(sizeOf(text('abc'))).toBe(3);
    expect(sizeOf(call)).toBe(7);
  });

  it('cuts text where the room ends, but not a character', () => {
    expect(fitting(text('abc'), 2)).toEqual(text('ab'));
    expect(fitting(text('a👍b'), 2)).toEqual(text('a'));
    expect(fitting(text('a👍b'), 3)).toEqual(text('a👍'));
  });

  it('leaves out what has no part that fits', () => {
    expect(fitting(text('abc'), 0)).toBeNull();
    expect(fitting(text('👍'), 1)).toBeNull();
    expect(fitting(call, 3)).toBeNull();
  });
});
