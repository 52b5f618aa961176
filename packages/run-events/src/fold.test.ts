import { describe, expect, it } from 'vitest';
import { foldAll, foldRunEvents, textOf } from './fold.ts';
import type { Part } from './part.ts';
import type { RunEvent } from './run-event.ts';

const RUN = 'run-1';

/** A small repeatable generator, so that a failing case can be run again. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

const ALPHABET = ['a', 'b ', '**', '\n\n', '```', 'é', '👩‍🚀', '漢', '\u200d', '$$'];

function randomStream(next: () => number): RunEvent[] {
  const pick = (count: number) => Math.floor(next() * count);
  const events: RunEvent[] = [{ __typename: 'RunStarted', runId: RUN, sequence: 0, messageId: 'm', modelId: 'x:y' }];
  for (let group = 0; group < 1 + pick(6); group++) {
    const kind = pick(3);
    const partId = `p${group}`;
    const sequence = () => events.length;
    if (kind === 2) {
      events.push({
        __typename: 'ToolCalled',
        runId: RUN,
        sequence: sequence(),
        partId,
        toolName: 't',
        arguments: { group },
      });
      events.push({ __typename: 'ToolAnswered', runId: RUN, sequence: sequence(), partId, result: group, error: null });
      continue;
    }
    const __typename = kind === 0 ? 'TextDelta' : 'ReasoningDelta';
    for (let index = 0; index < 1 + pick(20); index++) {
      events.push({ __typename, runId: RUN, sequence: sequence(), partId, delta: ALPHABET[pick(ALPHABET.length)]! });
    }
  }
  events.push({
    __typename: 'RunEnded',
    runId: RUN,
    sequence: events.length,
    status: 'COMPLETED',
    errorCode: null,
    errorMessage: null,
    messageId: 'm',
  });
  return events;
}

/** The same content, cut into other deltas: what a resumed or compacted stream looks like. */
function resplit(events: RunEvent[], next: () => number): RunEvent[] {
  const result: RunEvent[] = [];
  for (const event of events) {
    const last = result.at(-1);
    const isDelta = event.__typename === 'TextDelta' || event.__typename === 'ReasoningDelta';
    if (!isDelta) {
      result.push(event);
    } else if (last?.__typename === event.__typename && last.partId === event.partId && next() < 0.5) {
      result[result.length - 1] = { ...last, delta: last.delta + event.delta };
    } else {
      const middle = Math.floor(event.delta.length * next());
      result.push({ ...event, delta: event.delta.slice(0, middle) }, { ...event, delta: event.delta.slice(middle) });
    }
  }
  return result;
}

describe('foldRunEvents', () => {
  it('gives the same parts for any split of the same stream', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const next = randomNumbers(seed);
      const events = randomStream(next);
      expect(foldAll([], resplit(events, next)), `seed ${seed}`).toEqual(foldAll([], events));
    }
  });

  it('gives the same parts whether a stream is folded at once or in two goes', () => {
    for (let seed = 1; seed <= 100; seed++) {
      const next = randomNumbers(seed);
      const events = randomStream(next);
      const middle = Math.floor(events.length * next());
      const first = foldAll([], events.slice(0, middle));
      expect(foldAll(first, events.slice(middle)), `seed ${seed}`).toEqual(foldAll([], events));
    }
  });

  it('keeps the text equal to the concatenation of all text deltas', () => {
    for (let seed = 1; seed <= 100; seed++) {
      const events = randomStream(randomNumbers(seed));
      const deltas = events.flatMap((event) => (event.__typename === 'TextDelta' ? [event.delta] : []));
      expect(textOf(foldAll([], events))).toBe(deltas.join(''));
    }
  });

  it('keeps the identity of parts an event does not touch', () => {
    const before = foldAll(
      [],
      [
        { __typename: 'ReasoningDelta', partId: 'r', delta: 'hm' },
        { __typename: 'TextDelta', partId: 't', delta: 'a' },
      ],
    );
    const after = foldRunEvents(before, { __typename: 'TextDelta', partId: 't', delta: 'b' });
    expect(after[0]).toBe(before[0]);
    expect(after[1]).toEqual({ type: 'text', id: 't', text: 'ab' });
    expect(before[1]).toEqual({ type: 'text', id: 't', text: 'a' });
  });

  it('makes reasoning of a text that reasoning goes on', () => {
    const parts = foldAll(
      [],
      [
        { __typename: 'TextDelta', partId: 'a', delta: 'Hm' },
        { __typename: 'ReasoningDelta', partId: 'a', delta: '.' },
        { __typename: 'TextDelta', partId: 'b', delta: 'Four.' },
      ],
    );
    expect(parts).toEqual([
      { type: 'reasoning', id: 'a', text: 'Hm.' },
      { type: 'text', id: 'b', text: 'Four.' },
    ]);
  });

  it('gives the same array back for an event without content', () => {
    const parts: Part[] = [{ type: 'text', id: 't', text: 'a' }];
    expect(foldRunEvents(parts, { __typename: 'RunStarted' })).toBe(parts);
    expect(foldAll(parts, [])).toBe(parts);
  });

  it('opens a new part when text goes on after a tool, so that the order stays visible', () => {
    const parts = foldAll(
      [],
      [
        { __typename: 'TextDelta', partId: 't', delta: 'before' },
        { __typename: 'ToolCalled', partId: 'c', toolName: 'clock', arguments: {} },
        { __typename: 'ToolAnswered', partId: 'c', result: null, error: 'broken' },
        { __typename: 'TextDelta', partId: 't', delta: 'after' },
      ],
    );
    expect(parts.map((part) => part.type)).toEqual(['text', 'tool', 'text']);
    expect(parts[1]).toMatchObject({ toolName: 'clock', result: null, error: 'broken' });
  });

  it('folds 200,000 tokens without copying the text for each', () => {
    let parts: readonly Part[] = [];
    for (let sequence = 1; sequence <= 200_000; sequence++) {
      parts = foldRunEvents(parts, { __typename: 'TextDelta', partId: 't', delta: 'token ' });
    }
    expect(textOf(parts)).toHaveLength(1_200_000);
    expect(parts).toHaveLength(1);
  });
});
