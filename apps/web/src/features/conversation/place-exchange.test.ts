import { describe, expect, it } from 'vitest';
import { placeExchange } from './place-exchange.ts';

const message = (id: string, parent: string | null) => ({ id, parent: parent === null ? null : { id: parent } });

describe('placeExchange', () => {
  const known = [message('q1', null), message('a1', 'q1'), message('q2', 'a1'), message('a2', 'q2')];
  const ids = (list: readonly { id: string }[] | null) => list?.map(({ id }) => id);

  it('appends a new question and its answer', () => {
    expect(ids(placeExchange(known, message('q3', 'a2'), message('a3', 'q3')))).toEqual([
      'q1',
      'a1',
      'q2',
      'a2',
      'q3',
      'a3',
    ]);
  });
  it('replaces an answer by its sibling', () => {
    expect(ids(placeExchange(known, known[0]!, message('a1b', 'q1')))).toEqual(['q1', 'a1b']);
  });
  it('replaces a question by its edited sibling', () => {
    expect(ids(placeExchange(known, message('q2b', 'a1'), message('a2b', 'q2b')))).toEqual(['q1', 'a1', 'q2b', 'a2b']);
    expect(ids(placeExchange(known, message('q1b', null), message('a1b', 'q1b')))).toEqual(['q1b', 'a1b']);
  });
  it('does not guess when the place is unknown', () => {
    expect(placeExchange(known, message('q9', 'elsewhere'), message('a9', 'q9'))).toBeNull();
  });
});
