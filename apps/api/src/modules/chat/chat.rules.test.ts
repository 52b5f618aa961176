import { describe, expect, it } from 'vitest';
import { branchRange, messageCursor, titleFromQuestion } from './chat.rules.ts';

describe('titleFromQuestion', () => {
  it('is the question when it is short', () =>
    expect(titleFromQuestion('  What is\n\nbread? ')).toBe('What is bread?'));

  it('ends at a whole word', () => {
    expect(titleFromQuestion('Please explain the difference between sourdough and yeast dough to me')).toBe(
      'Please explain the difference between sourdough and yeast…',
    );
  });

  it('never cuts inside a grapheme', () => {
    const family = '👨‍👩‍👧‍👦';
    expect(titleFromQuestion(family.repeat(20))).toBe(`${family.repeat(5)}…`);
  });

  it('has a name for what cannot be shown', () => expect(titleFromQuestion(' \n ')).toBe('New chat'));
});

describe('branchRange', () => {
  const after = messageCursor({ depth: 10 });
  const before = messageCursor({ depth: 90 });

  it.each([
    [{}, 0, 100],
    [{ first: 5 }, 0, 5],
    [{ first: 5, after }, 11, 16],
    [{ last: 5 }, 95, 100],
    [{ last: 5, before }, 85, 90],
    [{ after, before }, 11, 90],
    [{ first: 100, after: messageCursor({ depth: 99 }) }, 100, 100],
    [{ last: 5, before: messageCursor({ depth: 500 }) }, 95, 100],
  ])('%j covers %i to %i of 100', (args, from, to) => expect(branchRange(args, 100)).toEqual({ from, to }));

  it('without a size is the newest 100', () => expect(branchRange({}, 250)).toEqual({ from: 150, to: 250 }));

  it.each([
    [{ first: 0 }, 'first'],
    [{ last: 101 }, 'last'],
    [{ first: 1, last: 1 }, 'last'],
    [{ after: 'not-base64!!' }, 'after'],
    [{ before: messageCursor({ depth: 'x' as never }) }, 'before'],
  ])('%j is refused, naming %s', (args, field) => {
    expect(() => branchRange(args, 100)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT', field }));
  });
});
