import { describe, expect, it } from 'vitest';
import { joinOlder, joinWindow } from './branch-policy.ts';

const identity = (id: string) => id;

describe('joinWindow', () => {
  it('keeps older messages that join the window', () => {
    expect(joinWindow(['a', 'b', 'c'], ['b', 'c', 'd'], identity)).toEqual(['a', 'b', 'c', 'd']);
  });
  it('drops what belongs to another branch', () => {
    expect(joinWindow(['a', 'b', 'x', 'y'], ['b', 'c'], identity)).toEqual(['a', 'b', 'c']);
  });
  it('takes a window that joins nothing as it is', () => {
    expect(joinWindow(['a', 'b'], ['p', 'q'], identity)).toEqual(['p', 'q']);
    expect(joinWindow(['a', 'b'], [], identity)).toEqual([]);
  });
});

describe('joinOlder', () => {
  it('puts older messages in front, each once', () => {
    expect(joinOlder(['c', 'd'], ['a', 'b', 'c'], identity)).toEqual(['a', 'b', 'c', 'd']);
  });
});
